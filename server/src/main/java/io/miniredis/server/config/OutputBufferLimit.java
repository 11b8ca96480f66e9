package io.miniredis.server.config;

/**
 * How much may wait to be sent to a client of one class before it is disconnected: at once above the hard limit, and
 * above the soft limit once that has lasted so long.
 *
 * @param hardBytes unsigned; 0 is no limit
 * @param softBytes unsigned; 0 is no limit
 */
public record OutputBufferLimit(long hardBytes, long softBytes, int softSeconds) {
    /** Equality without the machinery that records generate at run time, which costs 20 ms when first used. */
    boolean isSameAs(OutputBufferLimit other) {
        return hardBytes == other.hardBytes && softBytes == other.softBytes && softSeconds == other.softSeconds;
    }
}
