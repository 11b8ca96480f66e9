package io.miniredis.server.command.admin;

import io.miniredis.datastructures.Ascii;
import io.miniredis.protocol.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** One reply of each type there is, for those who write clients (DEBUG PROTOCOL). */
enum ProtocolSample {
    STRING {
        @Override
        void write(ReplyWriter reply) {
            reply.bulk("Hello World");
        }
    },
    INTEGER {
        @Override
        void write(ReplyWriter reply) {
            reply.integer(12345);
        }
    },
    DOUBLE {
        @Override
        void write(ReplyWriter reply) {
            reply.number(3.141);
        }
    },
    BIGNUM {
        @Override
        void write(ReplyWriter reply) {
            reply.bigNumber("1234567999999999999999999999999999999");
        }
    },
    NULL {
        @Override
        void write(ReplyWriter reply) {
            reply.nil();
        }
    },
    ARRAY {
        @Override
        void write(ReplyWriter reply) {
            reply.array(3);
            writeThreeNumbers(reply);
        }
    },
    SET {
        @Override
        void write(ReplyWriter reply) {
            reply.set(3);
            writeThreeNumbers(reply);
        }
    },
    MAP {
        @Override
        void write(ReplyWriter reply) {
            reply.map(3);
            for (int i = 0; i < 3; i++) {
                reply.integer(i);
                reply.bool(i == 1);
            }
        }
    },
    ATTRIB {
        @Override
        void write(ReplyWriter reply) {
            if (reply.protocol() >= 3) {
                reply.attribute(1);
                reply.bulk("key-popularity");
                reply.array(2);
                reply.bulk("key:123");
                reply.integer(90);
            }
            reply.bulk("Some real reply following the attribute");
        }
    },
    PUSH {
        @Override
        void write(ReplyWriter reply) {
            if (reply.protocol() < 3) {
                throw DebugErrors.NO_PUSH_IN_RESP2;
            }
            // A push is no reply: the client still waits for one. It gets that first, as with every message that comes
            // up
            // while its command is executed.
            reply.bulk("Some real reply following the push reply");
            reply.push(2);
            reply.bulk("server-cpu-usage");
            reply.integer(42);
        }
    },
    VERBATIM {
        @Override
        void write(ReplyWriter reply) {
            reply.verbatim("txt", Ascii.bytes("This is a verbatim\nstring"));
        }
    },
    TRUE {
        @Override
        void write(ReplyWriter reply) {
            reply.bool(true);
        }
    },
    FALSE {
        @Override
        void write(ReplyWriter reply) {
            reply.bool(false);
        }
    };

    private static void writeThreeNumbers(ReplyWriter reply) {
        for (int i = 0; i < 3; i++) {
            reply.integer(i);
        }
    }

    abstract void write(ReplyWriter reply);

    /** The sample of a name in any case of letters, or null. */
    static @Nullable ProtocolSample named(byte[] name) {
        for (ProtocolSample sample : values()) {
            if (Ascii.equalsIgnoreCase(name, Ascii.bytes(sample.name()))) {
                return sample;
            }
        }
        return null;
    }
}
