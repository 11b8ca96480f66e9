package io.miniredis.lua.library;

/** The settings of one {@code cjson} instance ({@code cjson.new()} makes another), with lua-cjson's defaults. */
final class JsonConfig {
    /** What the encoder makes of NaN and infinity, numbered as the options of {@code encode_invalid_numbers} are. */
    static final int INVALID_IS_ERROR = 0;

    static final int INVALID_IS_WRITTEN = 1;
    static final int INVALID_IS_NULL = 2;

    boolean sparseConvert;
    int sparseRatio = 2;
    int sparseSafe = 10;
    int encodeMaxDepth = 1000;
    int encodeInvalidNumbers = INVALID_IS_ERROR;

    /** Significant digits, 1 to 14. */
    int encodePrecision = 14;

    /** Kept for scripts that ask; buffers are always fresh here. */
    boolean encodeKeepBuffer = true;

    int decodeMaxDepth = 1000;
    boolean decodeInvalidNumbers = true;

    @Override
    public String toString() {
        return "JsonConfig[sparse " + sparseConvert + "/" + sparseRatio + "/" + sparseSafe + ", depth " + encodeMaxDepth
                + "/" + decodeMaxDepth + ", precision " + encodePrecision + "]";
    }
}
