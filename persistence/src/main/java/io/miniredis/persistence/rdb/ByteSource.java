package io.miniredis.persistence.rdb;

import java.io.IOException;

/** Where the bytes of an RDB come from: a file, a socket. It is asked for large pieces. */
@FunctionalInterface
public interface ByteSource {
    /** Reads up to {@code length} bytes, one at least. @return how many, or -1 at the end */
    int read(byte[] target, int offset, int length) throws IOException;
}
