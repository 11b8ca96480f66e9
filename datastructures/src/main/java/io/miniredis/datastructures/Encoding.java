package io.miniredis.datastructures;

/** How a value is laid out in memory: OBJECT ENCODING's answer. */
public enum Encoding {
    RAW("raw"),
    INT("int"),
    EMBSTR("embstr"),
    LISTPACK("listpack"),
    LISTPACK_EX("listpackex"),
    QUICKLIST("quicklist"),
    INTSET("intset"),
    HASHTABLE("hashtable"),
    SKIPLIST("skiplist"),
    STREAM("stream");

    private final String wireName;

    Encoding(String wireName) {
        this.wireName = wireName;
    }

    /** The name that clients see. */
    public String wireName() {
        return wireName;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
