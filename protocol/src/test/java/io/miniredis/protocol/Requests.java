package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import java.util.List;

/** Requests from texts of one character per byte. */
final class Requests {
    private Requests() {}

    static Request of(String... argv) {
        return Request.of(argv(List.of(argv)));
    }

    static ByteString[] argv(List<String> texts) {
        ByteString[] argv = new ByteString[texts.size()];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = ByteString.wrap(Wire.bytes(texts.get(i)));
        }
        return argv;
    }
}
