package io.miniredis.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.protocol.DecoderLimits;
import io.miniredis.protocol.RequestDecoder;
import io.miniredis.server.stats.ServerStats;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChannelConnectionTest {
    /** The main thread still has replies for clients whose I/O thread is gone: the server ends. */
    @Nested
    class AfterTheEndOfItsThread {
        private final Logger netty = Logger.getLogger("io.netty");
        private final List<String> complaints = new ArrayList<>();
        private final Handler recorder = new Handler() {
            @Override
            public void publish(LogRecord line) {
                complaints.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        private final ChannelConnection connection = ofEndedThread();

        @BeforeEach
        void listen() {
            netty.addHandler(recorder);
        }

        @AfterEach
        void nobodyComplains() {
            netty.removeHandler(recorder);
            assertEquals(List.of(), complaints);
            assertEquals(0, connection.pendingOutputBytes());
        }

        @Test
        void repliesAreGivenBack() {
            connection.writer().ok();

            connection.flush();
        }

        @Test
        void theLastReplyIsGivenBack() {
            connection.writer().ok();

            connection.closeAfterFlush();
        }

        @Test
        void nobodyHearsOfAuthenticationOrFailures() {
            connection.authenticated(true);
            connection.goOnDecoding();
            connection.failed(new IllegalStateException("no"));
        }
    }

    /** Of a connection whose peer reads everything at once. */
    @Nested
    class TheBufferOfReplies {
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final ServerStats stats = new ServerStats();
        private final ChannelConnection connection =
                new ChannelConnection(channel, new RequestDecoder(new DecoderLimits()), "", stats);

        @AfterEach
        void close() {
            channel.finishAndReleaseAll();
        }

        private int bufferBytesAfterReply(int bytes) {
            connection.writer().bulk(new byte[bytes], 0, bytes);
            connection.flush();
            return connection.outputUse().bufferBytes();
        }

        @Test
        void isAsLargeAsTheLastRepliesWere() {
            assertEquals(1024, connection.outputUse().bufferBytes());
            assertEquals(1024, bufferBytesAfterReply(5));
            assertEquals(8192, bufferBytesAfterReply(5000));
            assertEquals(16384, bufferBytesAfterReply(50_000));
            assertEquals(16384, bufferBytesAfterReply(500_000));
            assertEquals(2, stats.replyBufferExpands);
            assertEquals(0, stats.replyBufferShrinks);

            assertEquals(1024, bufferBytesAfterReply(5));
            assertEquals(1, stats.replyBufferShrinks);
        }
    }

    private static ChannelConnection ofEndedThread() {
        SteadyEventLoops loops = new SteadyEventLoops(1, "ending", LocalIoHandler.newFactory(), () -> {});
        LocalChannel channel = new LocalChannel();
        loops.register(channel).syncUninterruptibly();
        loops.end();
        return new ChannelConnection(channel, new RequestDecoder(new DecoderLimits()), "/socket", new ServerStats());
    }
}
