package io.miniredis.persistence.rdb;

import java.io.IOException;

/** Where the bytes of an RDB go: a file, a socket. It gets them in large pieces. */
@FunctionalInterface
public interface ByteSink {
    /** Takes all of these bytes; the array is the caller's again afterwards. */
    void write(byte[] bytes, int offset, int length) throws IOException;
}
