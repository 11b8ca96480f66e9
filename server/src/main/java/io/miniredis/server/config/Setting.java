package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;

/** A name and a value, as CONFIG GET answers and CONFIG SET takes them. */
public record Setting(ByteString name, ByteString value) {
    public static Setting of(String name, String value) {
        return new Setting(ByteString.of(name), ByteString.of(value));
    }
}
