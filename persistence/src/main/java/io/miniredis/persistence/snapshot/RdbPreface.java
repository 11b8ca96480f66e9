package io.miniredis.persistence.snapshot;

import io.miniredis.datastructures.ByteString;
import java.util.List;

/**
 * What stands in an RDB before the first key, as it was when the snapshot began.
 *
 * @param version of the format, the oldest that holds the data
 * @param fields about the file, in their order
 * @param functions the code of each library
 */
public record RdbPreface(int version, List<Field> fields, List<ByteString> functions) {
    /** Something about the file, {@code redis-ver} for one. */
    public record Field(String name, String value) {}
}
