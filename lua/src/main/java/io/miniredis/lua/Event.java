package io.miniredis.lua;

/** What a metatable may have a handler for. */
public enum Event {
    INDEX("__index"),
    NEWINDEX("__newindex"),
    CALL("__call"),
    EQ("__eq"),
    LT("__lt"),
    LE("__le"),
    CONCAT("__concat"),
    LEN("__len"),
    UNM("__unm"),
    ADD("__add"),
    SUB("__sub"),
    MUL("__mul"),
    DIV("__div"),
    MOD("__mod"),
    POW("__pow"),
    METATABLE("__metatable"),
    TOSTRING("__tostring");

    @SuppressWarnings("ImmutableEnumChecker") // a string is immutable for all who look at it
    private final LuaString field;

    private final int bit = 1 << ordinal();

    Event(String field) {
        this.field = LuaString.of(field);
    }

    /** The field of the metatable that has the handler. */
    public LuaString field() {
        return field;
    }

    /** One of 32 bits, of its own. */
    int bit() {
        return bit;
    }
}
