package io.miniredis.benchmarks;

/**
 * What one run of a workload against one server gave.
 *
 * @param operationsPerSecond single commands, not pipelines
 * @param p99Micros the time that 99 of 100 pipelines took at most, from the first byte sent to the last reply read
 * @param cpuMicrosPerOperation what the server's process used, all threads and the kernel's work for it included
 */
record Measured(double operationsPerSecond, double p99Micros, double cpuMicrosPerOperation) {}
