package io.miniredis.server.keyspace;

/**
 * What happened to a key, as keyspace notifications name it, with the class of events it belongs to ({@code
 * notify-keyspace-events}).
 */
public enum KeyEvent {
    SET("set", '$'),
    SETRANGE("setrange", '$'),
    APPEND("append", '$'),
    INCRBY("incrby", '$'),
    INCRBYFLOAT("incrbyfloat", '$'),
    SETBIT("setbit", '$'),
    PFADD("pfadd", '$'),
    LPUSH("lpush", 'l'),
    RPUSH("rpush", 'l'),
    LPOP("lpop", 'l'),
    RPOP("rpop", 'l'),
    LINSERT("linsert", 'l'),
    LSET("lset", 'l'),
    LREM("lrem", 'l'),
    LTRIM("ltrim", 'l'),
    SORTSTORE("sortstore", 'l'),
    SADD("sadd", 's'),
    SREM("srem", 's'),
    SPOP("spop", 's'),
    SINTERSTORE("sinterstore", 's'),
    SUNIONSTORE("sunionstore", 's'),
    SDIFFSTORE("sdiffstore", 's'),
    HSET("hset", 'h'),
    HINCRBY("hincrby", 'h'),
    HINCRBYFLOAT("hincrbyfloat", 'h'),
    HDEL("hdel", 'h'),
    HEXPIRE("hexpire", 'h'),
    HEXPIRED("hexpired", 'h'),
    HPERSIST("hpersist", 'h'),
    ZADD("zadd", 'z'),
    ZINCR("zincr", 'z'),
    ZREM("zrem", 'z'),
    ZREMRANGEBYRANK("zremrangebyrank", 'z'),
    ZREMRANGEBYSCORE("zremrangebyscore", 'z'),
    ZREMRANGEBYLEX("zremrangebylex", 'z'),
    ZPOPMIN("zpopmin", 'z'),
    ZPOPMAX("zpopmax", 'z'),
    ZRANGESTORE("zrangestore", 'z'),
    ZUNIONSTORE("zunionstore", 'z'),
    ZINTERSTORE("zinterstore", 'z'),
    ZDIFFSTORE("zdiffstore", 'z'),
    GEORADIUSSTORE("georadiusstore", 'z'),
    GEOSEARCHSTORE("geosearchstore", 'z'),
    XADD("xadd", 't'),
    XDEL("xdel", 't'),
    XTRIM("xtrim", 't'),
    XSETID("xsetid", 't'),
    XGROUP_CREATE("xgroup-create", 't'),
    /** With a stream that was not there before. */
    XGROUP_CREATE_STREAM("xgroup-create", 't'),
    XGROUP_CREATECONSUMER("xgroup-createconsumer", 't'),
    XGROUP_DELCONSUMER("xgroup-delconsumer", 't'),
    XGROUP_DESTROY("xgroup-destroy", 't'),
    XGROUP_SETID("xgroup-setid", 't'),
    DEL("del", 'g'),
    EXPIRE("expire", 'g'),
    PERSIST("persist", 'g'),
    RENAME_FROM("rename_from", 'g'),
    RENAME_TO("rename_to", 'g'),
    MOVE_FROM("move_from", 'g'),
    MOVE_TO("move_to", 'g'),
    COPY_TO("copy_to", 'g'),
    RESTORE("restore", 'g'),
    EXPIRED("expired", 'x'),
    EVICTED("evicted", 'e'),
    NEW("new", 'n'),
    KEYMISS("keymiss", 'm'),

    /** A change that nobody is notified of, since its class is none: PFCOUNT remembers its result. */
    SILENT("", ' ');

    private final String wireName;
    private final char eventClass;

    KeyEvent(String wireName, char eventClass) {
        this.wireName = wireName;
        this.eventClass = eventClass;
    }

    public String wireName() {
        return wireName;
    }

    /**
     * True if what the key holds is different from now on, for those who watch or cache it: where Redis calls
     * signalModifiedKey. Groups and consumers are not part of a stream in this sense.
     */
    public boolean changesValue() {
        return switch (this) {
            case NEW,
                    KEYMISS,
                    XSETID,
                    XGROUP_CREATE,
                    XGROUP_CREATECONSUMER,
                    XGROUP_DELCONSUMER,
                    XGROUP_DESTROY,
                    XGROUP_SETID -> false;
            default -> true;
        };
    }

    /** True if the server did it by itself, whoever made it look at the key. */
    public boolean isServersOwn() {
        return this == EXPIRED || this == EVICTED;
    }

    /** The letter of its class in {@code notify-keyspace-events}; a blank for {@link #SILENT}, which is in none. */
    public char eventClass() {
        return eventClass;
    }
}
