/* Prints the instruction set that this machine would use. */
#include <stdio.h>
#include "../engine/isa.h"

int main(void) {
  puts(st_isa_name());
  return 0;
}
