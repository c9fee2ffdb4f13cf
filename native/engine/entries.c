/* The table of entries, by number. References are weak: a build without some sources still links, and says of those
 * entries that it does not have them. */
#include "engine.h"

#define ENTRY(name, operands, parameters) __attribute__((weak)) int st_entry_##name(const st_call *call);
#include "../kernels.def"

static const st_entry_fn entries[] = {
#define ENTRY(name, operands, parameters) st_entry_##name,
#include "../kernels.def"
};

int st_entry_count(void) { return (int)(sizeof entries / sizeof *entries); }

st_entry_fn st_entry(int number) {
  return number >= 0 && number < st_entry_count() ? entries[number] : NULL;
}

const char *st_table_hash(void) { return ST_TABLE_HASH; }
