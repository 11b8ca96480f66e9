package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/** A value without fields, equal only to itself: {@code cjson.null}, or what {@code newproxy} makes. */
public final class LuaUserdata {
    private final String address;
    private @Nullable LuaTable metatable;

    /** The address is what {@code tostring} shows behind {@code userdata: }. */
    public LuaUserdata(String address) {
        this.address = address;
    }

    public String address() {
        return address;
    }

    public @Nullable LuaTable metatable() {
        return metatable;
    }

    public void metatable(@Nullable LuaTable table) {
        metatable = table;
    }

    @Override
    public String toString() {
        return "userdata: " + address;
    }
}
