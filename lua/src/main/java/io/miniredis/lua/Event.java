package io.miniredis.lua;

/** The fields of a metatable that the interpreter looks for. */
public final class Event {
    public static final LuaString INDEX = LuaString.of("__index");
    public static final LuaString NEWINDEX = LuaString.of("__newindex");
    public static final LuaString CALL = LuaString.of("__call");
    public static final LuaString EQ = LuaString.of("__eq");
    public static final LuaString LT = LuaString.of("__lt");
    public static final LuaString LE = LuaString.of("__le");
    public static final LuaString CONCAT = LuaString.of("__concat");
    public static final LuaString LEN = LuaString.of("__len");
    public static final LuaString UNM = LuaString.of("__unm");
    public static final LuaString ADD = LuaString.of("__add");
    public static final LuaString SUB = LuaString.of("__sub");
    public static final LuaString MUL = LuaString.of("__mul");
    public static final LuaString DIV = LuaString.of("__div");
    public static final LuaString MOD = LuaString.of("__mod");
    public static final LuaString POW = LuaString.of("__pow");
    public static final LuaString METATABLE = LuaString.of("__metatable");
    public static final LuaString TOSTRING = LuaString.of("__tostring");

    private Event() {}
}
