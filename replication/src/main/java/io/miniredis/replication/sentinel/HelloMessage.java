package io.miniredis.replication.sentinel;

import org.jspecify.annotations.Nullable;

/**
 * What a sentinel says of itself and of a primary, eight fields parted by commas.
 *
 * @param ip of the sentinel
 * @param configEpoch of the address of the primary: whoever knows an older one takes it
 */
record HelloMessage(
        String ip,
        int port,
        String id,
        long currentEpoch,
        String primaryName,
        String primaryHost,
        int primaryPort,
        long configEpoch) {
    private static final int FIELDS = 8;

    /** Null if it is none. */
    static @Nullable HelloMessage parse(String text) {
        String[] fields = text.split(",", -1);
        if (fields.length != FIELDS) {
            return null;
        }
        return new HelloMessage(
                fields[0],
                LeadingNumber.intOf(fields[1]),
                fields[2],
                LeadingNumber.of(fields[3]),
                fields[4],
                fields[5],
                LeadingNumber.intOf(fields[6]),
                LeadingNumber.of(fields[7]));
    }

    @Override
    public String toString() {
        return ip + "," + port + "," + id + "," + currentEpoch + "," + primaryName + "," + primaryHost + ","
                + primaryPort + "," + configEpoch;
    }
}
