package io.miniredis.benchmarks;

import java.io.IOException;

/** The CPU time a server has used. */
@FunctionalInterface
interface CpuClock {
    long nanos() throws IOException;
}
