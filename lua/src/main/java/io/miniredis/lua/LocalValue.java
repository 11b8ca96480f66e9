package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/** A local variable of a running function and its value now. */
public record LocalValue(LuaString name, @Nullable Object value) {}
