package io.miniredis.server.command.string;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Encoding;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Value;
import io.miniredis.datastructures.ValueType;
import io.miniredis.datastructures.Values;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.keyspace.Database;

/** What stands in database 0 of a server under test, seen without commands. */
final class Stored {
    private final ServerFixture redis;

    Stored(ServerFixture redis) {
        this.redis = redis;
    }

    /** {@code int}, {@code embstr}, {@code raw}, or {@code none} without the key. */
    String encoding(String key) {
        return redis.onMain(() -> {
            KeyEntry entry = database().peekEntry(ByteString.of(key));
            return entry == null ? "none" : Values.encodingOf(entry.value()).wireName();
        });
    }

    /** Milliseconds that a key has left to live, {@link KeyEntry#NO_EXPIRE} for one that lives on. */
    long ttlMillis(String key) {
        return redis.onMain(() -> {
            KeyEntry entry = database().peekEntry(ByteString.of(key));
            if (entry == null) {
                throw new AssertionError("no key " + key);
            }
            long at = entry.expireAtMillis();
            return at == KeyEntry.NO_EXPIRE
                    ? at
                    : at - redis.server().time().clock().millis();
        });
    }

    boolean exists(String key) {
        return !encoding(key).equals("none");
    }

    /** Puts a value that is not a string. */
    void putOther(String key) {
        redis.onMain(() -> {
            database().set(ByteString.of(key), new NotAString());
            return key;
        });
    }

    private Database database() {
        return redis.server().databases().get(0);
    }

    private record NotAString() implements Value {
        @Override
        public ValueType type() {
            return ValueType.LIST;
        }

        @Override
        public Encoding encoding() {
            return Encoding.LISTPACK;
        }

        @Override
        public long sizeBytes() {
            return 0;
        }

        @Override
        public Value copy() {
            return this;
        }
    }
}
