#pragma once
/// Starts a process that answers every GET with `body` as JSON on a port of the loopback interface, and gives its id.
int benchmark_serve(const char *body, int *port);
/// Ends that process.
void benchmark_stop(int process);
/// Makes `count` GETs, `width` at a time, with libcurl's multi interface; gives how many had status 200.
int benchmark_bare(int port, const char *path, int count, int width);
/// The processor time of this process so far, in microseconds.
long benchmark_cpu(void);
/// The most memory that this process had, in KiB.
long benchmark_memory(void);
