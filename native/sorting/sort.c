/* sort and argsort, whole or only around given positions (partition).
 *
 * An array is [outer x length x inner], C-contiguous; a lane is one of its outer * inner runs along the middle axis.
 * Short lanes are tasks of their own. A long lane is cut up first: splitters taken from a sample make a search tree,
 * every element goes to its bucket, and the buckets, which fit the cache, are the tasks. Who only asks for the element
 * at some positions has only the buckets there sorted. Chunks, samples and buckets follow from the length alone, and
 * elements keep their order within a bucket, so nothing depends on the number of threads. */
#include "forms.h"

#define LONG_LANE 65536
#define BUCKET_ELEMENTS 16384
/* Of a partition, which sorts few buckets: larger ones make a lower tree. */
#define PARTITION_ELEMENTS 65536
#define MAX_LEVELS 9
#define MAX_BUCKETS (1 << MAX_LEVELS)
#define SAMPLES_PER_BUCKET 16
#define MAX_CHUNKS 256
#define BLOCK 1024
/* Elements that a task of short lanes has at least. */
#define TASK_ELEMENTS 16384
/* Lanes side by side that are moved together, bytes of their keys, and elements of each at a time. */
#define MAX_TOGETHER 16
#define TOGETHER_BYTES (512 * 1024)
#define STRETCH 64

typedef struct sorting {
  const st_sort_form *form;
  const char *a;
  char *out;
  int64_t outer, length, inner;
  size_t in_bytes, out_bytes; /* of one element */
  int descending;
  int select; /* nothing but the elements at kths is wanted */
  const double *kths; /* ascending; NULL: everything is sorted */
  int64_t kth_count;
  int64_t lanes_per_task, together;
  void *scratch[ST_MAX_THREADS];
  size_t scratch_bytes;
} sorting;

static const uint8_t dtype_bytes[ST_DTYPE_COUNT] = {
    [ST_F64] = 8, [ST_F32] = 4, [ST_BOOL] = 1, [ST_I8] = 1,  [ST_I16] = 2, [ST_I32] = 4,
    [ST_I64] = 8, [ST_U8] = 1,  [ST_U16] = 2,  [ST_U32] = 4, [ST_U64] = 8, [ST_F16] = 2,
};

/* This thread's scratch, or NULL. */
static char *scratch_of(sorting *s, int thread) {
  if (!s->scratch[thread]) s->scratch[thread] = st_alloc(s->scratch_bytes);
  return s->scratch[thread];
}

static void free_scratch(sorting *s, int threads) {
  for (int thread = 0; thread < threads; thread++) {
    st_free(s->scratch[thread]);
    s->scratch[thread] = NULL;
  }
}

/* Lanes that lie side by side are loaded and stored together, a stretch of each in turn, so that a cache line that
 * holds elements of several is fetched once. */
static void move_lanes(const sorting *s, int64_t lane, int64_t count, char *keys, int storing) {
  const int64_t in_stride = s->inner * (int64_t)s->in_bytes, out_stride = s->inner * (int64_t)s->out_bytes;
  const int64_t start = lane / s->inner * s->length * s->inner + lane % s->inner;
  const int64_t stretch = count == 1 ? s->length : STRETCH;
  for (int64_t first = 0; first < s->length; first += stretch) {
    const int64_t n = s->length - first < stretch ? s->length - first : stretch;
    for (int64_t i = 0; i < count; i++) {
      char *at = keys + (size_t)(i * s->length + first) * s->form->bytes;
      char *out = s->out + (start + i) * (int64_t)s->out_bytes + first * out_stride;
      if (storing)
        s->form->store(at, n, out, out_stride, s->descending);
      else
        s->form->load(s->a + (start + i) * (int64_t)s->in_bytes, in_stride, first, n, at, s->descending);
    }
  }
}

static int short_lanes_task(void *context, int64_t task, int thread) {
  sorting *s = context;
  char *keys = scratch_of(s, thread);
  if (!keys) return ST_NO_MEMORY;
  const size_t bytes = (size_t)s->length * s->form->bytes;
  char *room = keys + (size_t)s->together * bytes;
  const int64_t lanes = s->outer * s->inner;
  int64_t end = (task + 1) * s->lanes_per_task;
  if (end > lanes) end = lanes;
  for (int64_t lane = task * s->lanes_per_task; lane < end;) {
    int64_t count = s->inner - lane % s->inner;
    if (count > s->together) count = s->together;
    if (count > end - lane) count = end - lane;
    move_lanes(s, lane, count, keys, 0);
    for (int64_t i = 0; i < count; i++) s->form->sort(keys + (size_t)i * bytes, room, s->length);
    move_lanes(s, lane, count, keys, 1);
    lane += count;
  }
  return ST_OK;
}

static int sort_short_lanes(sorting *s, const st_call *call) {
  const int64_t lanes = s->outer * s->inner;
  const int64_t bytes = s->length * (int64_t)s->form->bytes;
  s->together = 1;
  while (s->together < MAX_TOGETHER && s->together < s->inner && 2 * s->together * bytes <= TOGETHER_BYTES)
    s->together *= 2;
  s->lanes_per_task = (TASK_ELEMENTS + s->length - 1) / s->length;
  if (s->lanes_per_task < s->together) s->lanes_per_task = s->together;
  s->scratch_bytes = (size_t)(s->together + 1) * (size_t)bytes;
  const int64_t tasks = (lanes + s->lanes_per_task - 1) / s->lanes_per_task;
  const int status = st_parallel_for(tasks, call->threads, short_lanes_task, s, call->control);
  free_scratch(s, tasks < ST_MAX_THREADS ? (int)tasks : ST_MAX_THREADS);
  return status;
}

/* One long lane. */
typedef struct long_lane {
  sorting *s;
  const char *a;
  char *out;
  int64_t in_stride, out_stride;
  int levels, chunks;
  int64_t chunk; /* elements of a chunk */
  char *tree;    /* splitters, as a heap from 1 */
  char *placed;  /* all elements, bucket after bucket */
  uint16_t *bucket;                /* of each element */
  uint32_t (*next)[MAX_BUCKETS];   /* [chunk][bucket]: counts, then places */
  int64_t first[MAX_BUCKETS + 1];  /* of each bucket in `placed` */
  uint8_t wanted[MAX_BUCKETS];     /* whether the bucket is to be sorted */
} long_lane;

static int classify_task(void *context, int64_t chunk, int thread) {
  long_lane *l = context;
  const st_sort_form *form = l->s->form;
  (void)thread;
  st_keyed keys[BLOCK]; /* the largest form */
  const int64_t first = chunk * l->chunk;
  const int64_t end = first + l->chunk < l->s->length ? first + l->chunk : l->s->length;
  uint32_t *counts = l->next[chunk];
  for (int bucket = 0; bucket < MAX_BUCKETS; bucket++) counts[bucket] = 0;
  for (int64_t at = first; at < end; at += BLOCK) {
    const int64_t n = end - at < BLOCK ? end - at : BLOCK;
    form->load(l->a, l->in_stride, at, n, keys, l->s->descending);
    form->classify(keys, n, l->tree, l->levels, l->bucket + at);
    for (int64_t i = 0; i < n; i++) counts[l->bucket[at + i]]++;
  }
  return ST_OK;
}

static int place_task(void *context, int64_t chunk, int thread) {
  long_lane *l = context;
  const st_sort_form *form = l->s->form;
  (void)thread;
  st_keyed keys[BLOCK];
  const int64_t first = chunk * l->chunk;
  const int64_t end = first + l->chunk < l->s->length ? first + l->chunk : l->s->length;
  if (l->s->select) {
    for (int64_t i = first; i < end; i++) {
      if (!l->wanted[l->bucket[i]]) continue;
      form->load(l->a, l->in_stride, i, 1, keys, l->s->descending);
      form->place(keys, 1, l->placed, l->bucket + i, l->next[chunk]);
    }
    return ST_OK;
  }
  for (int64_t at = first; at < end; at += BLOCK) {
    const int64_t n = end - at < BLOCK ? end - at : BLOCK;
    form->load(l->a, l->in_stride, at, n, keys, l->s->descending);
    form->place(keys, n, l->placed, l->bucket + at, l->next[chunk]);
  }
  return ST_OK;
}

static int bucket_task(void *context, int64_t bucket, int thread) {
  long_lane *l = context;
  sorting *s = l->s;
  const int64_t first = l->first[bucket], end = l->first[bucket + 1];
  if (first == end) return ST_OK;
  char *keys = l->placed + (size_t)first * s->form->bytes;
  if (l->wanted[bucket]) {
    char *room = scratch_of(s, thread);
    if (!room) return ST_NO_MEMORY;
    s->form->sort(keys, room, end - first);
  } else if (s->select) {
    return ST_OK;
  }
  s->form->store(keys, end - first, l->out + first * l->out_stride, l->out_stride, s->descending);
  return ST_OK;
}

/* Fills node `node` of the tree and those below it with every SAMPLES_PER_BUCKET-th of the sorted sample. */
static void plant(char *tree, const char *sample, size_t bytes, int node, int first, int buckets) {
  if (buckets < 2) return;
  const int middle = first + buckets / 2;
  __builtin_memcpy(tree + (size_t)node * bytes, sample + (size_t)middle * SAMPLES_PER_BUCKET * bytes, bytes);
  plant(tree, sample, bytes, 2 * node, first, buckets / 2);
  plant(tree, sample, bytes, 2 * node + 1, middle, buckets / 2);
}

/* Splitters from elements that lie evenly, but not on a regular grid that a pattern in the data could follow. */
static int sample_lane(long_lane *l) {
  const sorting *s = l->s;
  const size_t bytes = s->form->bytes;
  const int buckets = 1 << l->levels, samples = buckets * SAMPLES_PER_BUCKET;
  char *keys = st_alloc(2 * (size_t)samples * bytes);
  if (!keys) return ST_NO_MEMORY;
  const int64_t gap = s->length / samples;
  uint64_t state = 0x9e3779b97f4a7c15u;
  for (int i = 0; i < samples; i++) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const int64_t at = i * gap + (int64_t)((state >> 33) % (uint64_t)gap);
    s->form->load(l->a, l->in_stride, at, 1, keys + (size_t)i * bytes, s->descending);
  }
  s->form->sort(keys, keys + (size_t)samples * bytes, samples);
  plant(l->tree, keys, bytes, 1, 0, buckets);
  st_free(keys);
  return ST_OK;
}

/* Whether any position asked for lies in [first, end). */
static int is_wanted(const sorting *s, int64_t first, int64_t end) {
  if (!s->kths) return 1;
  for (int64_t i = 0; i < s->kth_count; i++)
    if (s->kths[i] >= (double)first && s->kths[i] < (double)end) return 1;
  return 0;
}

/* Turns counts into places; returns the size of the largest bucket that is to be sorted. */
static int64_t count_to_places(long_lane *l) {
  const int buckets = 1 << l->levels;
  int64_t at = 0, largest = 0;
  for (int bucket = 0; bucket < buckets; bucket++) {
    l->first[bucket] = at;
    for (int chunk = 0; chunk < l->chunks; chunk++) {
      const uint32_t count = l->next[chunk][bucket];
      l->next[chunk][bucket] = (uint32_t)at;
      at += count;
    }
    l->wanted[bucket] = (uint8_t)is_wanted(l->s, l->first[bucket], at);
    if (l->wanted[bucket] && at - l->first[bucket] > largest) largest = at - l->first[bucket];
  }
  l->first[buckets] = at;
  return largest;
}

static int sort_buckets(long_lane *l, const st_call *call) {
  sorting *s = l->s;
  int status = sample_lane(l);
  if (status == ST_OK) status = st_parallel_for(l->chunks, call->threads, classify_task, l, call->control);
  if (status != ST_OK) return status;
  s->scratch_bytes = (size_t)count_to_places(l) * s->form->bytes;
  status = st_parallel_for(l->chunks, call->threads, place_task, l, call->control);
  if (status == ST_OK) status = st_parallel_for(1 << l->levels, call->threads, bucket_task, l, call->control);
  free_scratch(s, ST_MAX_THREADS);
  return status;
}

static int sort_long_lane(sorting *s, int64_t start, const st_call *call) {
  const int64_t n = s->length;
  long_lane l = {.s = s,
                 .a = s->a + start * (int64_t)s->in_bytes,
                 .out = s->out + start * (int64_t)s->out_bytes,
                 .in_stride = s->inner * (int64_t)s->in_bytes,
                 .out_stride = s->inner * (int64_t)s->out_bytes,
                 .levels = 2};
  const int64_t wanted = s->kths ? PARTITION_ELEMENTS : BUCKET_ELEMENTS;
  while (l.levels < MAX_LEVELS && n >> l.levels > wanted) l.levels++;
  l.chunk = (n + MAX_CHUNKS - 1) / MAX_CHUNKS;
  if (l.chunk < BUCKET_ELEMENTS) l.chunk = BUCKET_ELEMENTS;
  l.chunk = (l.chunk + BLOCK - 1) / BLOCK * BLOCK;
  l.chunks = (int)((n + l.chunk - 1) / l.chunk);
  l.tree = st_alloc(MAX_BUCKETS * s->form->bytes);
  l.placed = st_alloc((size_t)n * s->form->bytes);
  l.bucket = st_alloc((size_t)n * sizeof *l.bucket);
  l.next = st_alloc((size_t)l.chunks * sizeof *l.next);
  const int status = l.tree && l.placed && l.bucket && l.next ? sort_buckets(&l, call) : ST_NO_MEMORY;
  st_free(l.tree);
  st_free(l.placed);
  st_free(l.bucket);
  st_free(l.next);
  return status;
}

static int sort_lanes(const st_call *call, int indices) {
  const double *parameter = call->parameter;
  const int dtype = (int)parameter[0];
  sorting s = {.form = st_sort_form_of(dtype, indices),
               .a = call->operand[0],
               .out = call->operand[1],
               .outer = (int64_t)parameter[1],
               .length = (int64_t)parameter[2],
               .inner = (int64_t)parameter[3],
               .descending = parameter[4] != 0,
               .kths = call->operand[2],
               .kth_count = (int64_t)parameter[5],
               .select = parameter[6] != 0};
  if (!s.form) return ST_BAD_CALL;
  s.in_bytes = dtype_bytes[dtype];
  s.out_bytes = indices ? sizeof(int64_t) : s.in_bytes;
  if (s.outer * s.length * s.inner == 0) return ST_OK;
  if (s.length < LONG_LANE) return sort_short_lanes(&s, call);
  int status = ST_OK;
  for (int64_t lane = 0; lane < s.outer * s.inner && status == ST_OK; lane++)
    status = sort_long_lane(&s, lane / s.inner * s.length * s.inner + lane % s.inner, call);
  return status;
}

int st_entry_sort(const st_call *call) { return sort_lanes(call, 0); }
int st_entry_argsort(const st_call *call) { return sort_lanes(call, 1); }
