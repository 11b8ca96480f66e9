package io.miniredis.benchmarks;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.protocol.RequestEncoder;

/** What clients ask for, over and over, with random keys. Replies are told apart by counting line ends. */
enum Workload {
    PING(1) {
        @Override
        ByteString[] request(RandomSource random) {
            return argv("PING");
        }
    },
    SET(1) {
        @Override
        ByteString[] request(RandomSource random) {
            return argv("SET", key(random), VALUE);
        }
    },
    /** Of keys that are there. */
    GET(2) {
        @Override
        ByteString[] request(RandomSource random) {
            return argv("GET", key(random));
        }
    },
    INCR(1) {
        @Override
        ByteString[] request(RandomSource random) {
            return argv("INCR", "counter:" + random.nextInt(KEYS));
        }
    },
    /** Ten keys at a time. */
    MSET(1) {
        @Override
        ByteString[] request(RandomSource random) {
            String[] argv = new String[21];
            argv[0] = "MSET";
            for (int i = 1; i < argv.length; i += 2) {
                argv[i] = key(random);
                argv[i + 1] = VALUE;
            }
            return argv(argv);
        }
    };

    /** How many different keys there are. */
    static final int KEYS = 100_000;

    static final String VALUE = "xyz";

    private final int linesPerReply;

    Workload(int linesPerReply) {
        this.linesPerReply = linesPerReply;
    }

    int linesPerReply() {
        return linesPerReply;
    }

    abstract ByteString[] request(RandomSource random);

    /** So many requests as the bytes of one pipeline. */
    byte[] pipeline(int requests, RandomSource random) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < requests; i++) {
            bytes.writeBytes(RequestEncoder.encode(request(random)));
        }
        return bytes.toByteArray();
    }

    private static String key(RandomSource random) {
        return ByteString.wrap(Keys.key(random.nextInt(KEYS))).utf8();
    }

    private static ByteString[] argv(String... texts) {
        ByteString[] argv = new ByteString[texts.length];
        for (int i = 0; i < texts.length; i++) {
            argv[i] = ByteString.of(texts[i]);
        }
        return argv;
    }
}
