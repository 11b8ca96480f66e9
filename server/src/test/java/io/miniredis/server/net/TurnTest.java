package io.miniredis.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.DecoderLimits;
import io.miniredis.protocol.RequestDecoder;
import io.miniredis.server.stats.ServerStats;
import io.miniredis.server.time.CommandTime;
import io.miniredis.server.time.VirtualClock;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnTest {
    private final VirtualClock clock = new VirtualClock(0);
    private final CommandTime time = new CommandTime(clock);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ChannelConnection connection =
            new ChannelConnection(channel, new RequestDecoder(new DecoderLimits()), "", new ServerStats());
    private final Turn turn = new Turn(time, connection);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void command(Duration duration, int replyBytes) {
        time.beginCommand();
        clock.sleep(duration.toNanos());
        connection.writer().bulk(new byte[replyBytes], 0, replyBytes);
        time.endCommand();
    }

    @Test
    void isUsedUpAfterFiveMillisecondsOfCommands() {
        command(Duration.ofMillis(1), 1);
        assertFalse(turn.isUsedUp());
        command(Duration.ofMillis(5), 1);
        assertFalse(turn.isUsedUp());
        command(Duration.ofNanos(1), 1);
        assertTrue(turn.isUsedUp());
    }

    @Test
    void isUsedUpAfterTwoMegabytesOfReplies() {
        for (int i = 0; i < 4; i++) {
            command(Duration.ZERO, 500_000);
            assertFalse(turn.isUsedUp());
        }
        command(Duration.ZERO, 500_000);
        command(Duration.ZERO, 1);
        assertTrue(turn.isUsedUp());
    }

    @Test
    void beginsAnewWhenItIsOver() {
        command(Duration.ofMillis(1), 3_000_000);
        command(Duration.ofMillis(10), 1);
        assertTrue(turn.isUsedUp());
        turn.end();
        assertEquals("Turn[over]", turn.toString());
        command(Duration.ofMillis(10), 1);
        assertFalse(turn.isUsedUp());
    }
}
