package io.miniredis.persistence.rdb;

/**
 * The numbers of the format, as in Redis's {@code rdb.h}. A byte below 128 is the type of a value; those from 244 on
 * are opcodes, which stand between values.
 */
public final class RdbFormat {
    /** The newest version that is read; Redis 7.4 writes it. */
    public static final int MAX_VERSION = 12;

    /** What Redis 7.0 writes and reads. */
    public static final int VERSION_7_0 = 10;

    /** Redis 7.2: consumers with an active time, listpacks as sets. */
    public static final int VERSION_7_2 = 11;

    /** Redis 7.4: hashes with fields that expire. */
    public static final int VERSION_7_4 = 12;

    /** From this version on a checksum follows the end. */
    static final int VERSION_WITH_CHECKSUM = 5;

    /** "REDIS" and four digits. */
    static final int HEADER_BYTES = 9;

    public static final int STRING = 0;
    public static final int LIST = 1;
    public static final int SET = 2;
    public static final int ZSET = 3;
    public static final int HASH = 4;
    public static final int ZSET_2 = 5;
    public static final int MODULE_PRE_GA = 6;
    public static final int MODULE_2 = 7;
    public static final int HASH_ZIPMAP = 9;
    public static final int LIST_ZIPLIST = 10;
    public static final int SET_INTSET = 11;
    public static final int ZSET_ZIPLIST = 12;
    public static final int HASH_ZIPLIST = 13;
    public static final int LIST_QUICKLIST = 14;
    public static final int STREAM_LISTPACKS = 15;
    public static final int HASH_LISTPACK = 16;
    public static final int ZSET_LISTPACK = 17;
    public static final int LIST_QUICKLIST_2 = 18;
    public static final int STREAM_LISTPACKS_2 = 19;
    public static final int SET_LISTPACK = 20;
    public static final int STREAM_LISTPACKS_3 = 21;
    public static final int HASH_METADATA_PRE_GA = 22;
    public static final int HASH_LISTPACK_EX_PRE_GA = 23;
    public static final int HASH_METADATA = 24;
    public static final int HASH_LISTPACK_EX = 25;

    static final int SLOT_INFO = 244;
    static final int FUNCTION2 = 245;
    static final int FUNCTION_PRE_GA = 246;
    static final int MODULE_AUX = 247;
    static final int IDLE = 248;
    static final int FREQ = 249;
    static final int AUX = 250;
    static final int RESIZE_DB = 251;
    static final int EXPIRE_TIME_MS = 252;
    static final int EXPIRE_TIME = 253;
    static final int SELECT_DB = 254;
    static final int EOF = 255;

    // The two highest bits of a length, and what a length may be instead of a length.
    static final int LENGTH_6_BITS = 0;
    static final int LENGTH_14_BITS = 1;
    static final int LENGTH_32_BITS = 0x80;
    static final int LENGTH_64_BITS = 0x81;
    static final int ENCODED_INT8 = 0xC0;
    static final int ENCODED_INT16 = 0xC1;
    static final int ENCODED_INT32 = 0xC2;
    static final int ENCODED_LZF = 0xC3;

    /** How an element of a list is kept. */
    static final int NODE_PLAIN = 1;

    static final int NODE_PACKED = 2;

    // A score as text begins with its length, or with one of these.
    static final int SCORE_NAN = 253;
    static final int SCORE_INFINITY = 254;
    static final int SCORE_NEGATIVE_INFINITY = 255;

    /** The highest time at which a field may expire, Redis's EB_EXPIRE_TIME_MAX. */
    static final long MAX_FIELD_EXPIRE_MILLIS = 0x0000_FFFF_FFFF_FFFFL;

    private static final String[] TYPE_NAMES = {
        "string",
        "list-linked",
        "set-hashtable",
        "zset-v1",
        "hash-hashtable",
        "zset-v2",
        "module-pre-release",
        "module-value",
        "",
        "hash-zipmap",
        "list-ziplist",
        "set-intset",
        "zset-ziplist",
        "hash-ziplist",
        "quicklist",
        "stream",
        "hash-listpack",
        "zset-listpack",
        "quicklist-v2",
        "stream-v2",
        "set-listpack",
        "stream-v3",
        "hash-hashtable-md-pre-release",
        "hash-listpack-md-pre-release",
        "hash-hashtable-md",
        "hash-listpack-md",
    };

    private RdbFormat() {}

    /** True for the byte in front of a value. */
    public static boolean isValueType(int type) {
        return type >= STRING && type <= HASH_LISTPACK_EX && type != 8;
    }

    /** What a type is called by those who check files. */
    public static String typeName(int type) {
        return isValueType(type) ? TYPE_NAMES[type] : "unknown";
    }
}
