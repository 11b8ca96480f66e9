package io.miniredis.lua.library;

/** The tokens of JSON, with the names lua-cjson's errors show. */
enum JsonToken {
    OBJECT_BEGIN("T_OBJ_BEGIN"),
    OBJECT_END("T_OBJ_END"),
    ARRAY_BEGIN("T_ARR_BEGIN"),
    ARRAY_END("T_ARR_END"),
    STRING("T_STRING"),
    NUMBER("T_NUMBER"),
    TRUE("T_BOOLEAN"),
    FALSE("T_BOOLEAN"),
    NULL("T_NULL"),
    COLON("T_COLON"),
    COMMA("T_COMMA"),
    END("T_END"),
    ERROR("T_ERROR");

    private final String shownName;

    JsonToken(String shownName) {
        this.shownName = shownName;
    }

    String shownName() {
        return shownName;
    }
}
