package io.miniredis.server.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TrackingTest {
    private final ServerFixture redis = new ServerFixture();
    private final ServerFixture.Peer reader = redis.connect();
    private final ServerFixture.Peer writer = redis.connect();

    @BeforeEach
    void speakThree() {
        reader.show("HELLO 3");
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private static List<String> texts(List<RespValue> values) {
        List<String> texts = new ArrayList<>();
        for (RespValue value : values) {
            texts.add(value.toString().replaceAll("\\s+", " "));
        }
        return texts;
    }

    /** What the reader is told when the writer does this. */
    private List<String> toldOf(String... lines) {
        reader.show("PING");
        for (String line : lines) {
            writer.show(line);
        }
        List<String> told = texts(reader.received());
        return told.subList(1, told.size());
    }

    /** All replies and messages that the reader gets when it says this itself. */
    private List<String> heard(String line) {
        return texts(reader.send(line));
    }

    private static String invalidated(String key) {
        return "1) \"invalidate\" 2) 1) \"" + key + "\"";
    }

    private static final String EVERYTHING = "1) \"invalidate\" 2) (nil)";

    private String info(String field) {
        String text = writer.show("INFO everything");
        int at = text.indexOf(field + ":");
        return text.substring(at + field.length() + 1, text.indexOf("\\r", at));
    }

    @Nested
    class Default {
        @BeforeEach
        void track() {
            reader.show("CLIENT TRACKING ON");
        }

        @Test
        void tellsOfAChangeOfWhatWasReadAndOnlyOnce() {
            writer.show("SET a 1");
            reader.show("GET a");

            assertEquals(List.of(invalidated("a")), toldOf("SET a 2", "SET a 3"));
            assertEquals(List.of(), toldOf("SET b 1"));
        }

        @Test
        void remembersWhatIsNotThereToo() {
            reader.show("MGET a b");

            assertEquals("2", info("tracking_total_keys"));
            assertEquals("2", info("tracking_total_items"));
            assertEquals(List.of(invalidated("b")), toldOf("SET b 1"));
            assertEquals("1", info("tracking_total_keys"));
        }

        @Test
        void doesNotCareWhichDatabaseItIs() {
            reader.show("GET a");
            writer.show("SELECT 3");

            assertEquals(List.of(invalidated("a")), toldOf("SET a 1"));
        }

        @Test
        void tellsOfAKeyWhoseTimeIsOver() {
            writer.show("SET a 1 PX 100");
            reader.show("GET a");
            reader.show("PING");

            redis.startCron();
            redis.advance(Duration.ofSeconds(1));

            assertTrue(texts(reader.received()).contains(invalidated("a")));
        }

        @Test
        void tellsOfAFlushWithNullAndForgets() {
            reader.show("GET a");

            assertEquals(List.of(EVERYTHING), toldOf("FLUSHALL"));
            assertEquals("0", info("tracking_total_keys"));
            assertEquals(List.of(EVERYTHING), toldOf("FLUSHDB"));
        }

        @Test
        void saysItBehindTheReplyOfTheClientsOwnCommand() {
            reader.show("GET a");

            assertEquals(List.of("OK", invalidated("a")), heard("SET a 1"));
            assertEquals(List.of("OK", EVERYTHING), heard("FLUSHALL"));
        }

        @Test
        void saysItBehindTheReplyOfExec() {
            reader.show("GET a");
            reader.show("MULTI");
            reader.show("SET a 1");
            reader.show("GET b");

            assertEquals(List.of("1) OK 2) (nil)", invalidated("a")), heard("EXEC"));
        }

        @Test
        void isSilentAboutTheClientsOwnChangesWithNoLoop() {
            reader.show("CLIENT TRACKING ON NOLOOP");
            reader.show("GET a");

            assertEquals(List.of("OK"), heard("SET a 1"));
            reader.show("GET a");
            assertEquals(List.of(invalidated("a")), toldOf("SET a 2"));
        }

        @Test
        void endsWithOffWithResetAndWithTheConnection() {
            reader.show("GET a");
            reader.show("CLIENT TRACKING OFF");
            assertEquals(List.of(), toldOf("SET a 1"));

            reader.show("CLIENT TRACKING ON");
            assertEquals("1", info("tracking_clients"));
            reader.show("RESET");
            assertEquals("0", info("tracking_clients"));

            ServerFixture.Peer other = redis.connect();
            other.show("CLIENT TRACKING ON BCAST PREFIX x");
            assertEquals("1", info("tracking_total_prefixes"));
            writer.show("CLIENT KILL ID " + other.client().id());
            assertEquals("0", info("tracking_clients"));
            assertEquals("0", info("tracking_total_prefixes"));
        }

        @Test
        void dropsKeysBeyondTheLimitAndSaysSo() {
            writer.show("CONFIG SET tracking-table-max-keys 2");
            reader.show("MGET a b c");

            writer.show("PING");

            assertEquals("2", info("tracking_total_keys"));
            assertEquals(2, reader.received().size());
        }

        @Test
        void isOfNoUseInResp2() {
            reader.show("GET a");
            reader.show("HELLO 2");

            assertEquals(List.of(), toldOf("SET a 1"));
        }
    }

    @Nested
    class Exceptions {
        @Test
        void optInRemembersTheCommandBehindCachingYes() {
            reader.show("CLIENT TRACKING ON OPTIN");
            reader.show("GET a");
            reader.show("CLIENT CACHING YES");
            reader.show("CLIENT ID");
            reader.show("GET b");
            reader.show("GET c");

            assertEquals(List.of(invalidated("b")), toldOf("MSET a 1 b 1 c 1"));
        }

        @Test
        void optOutForgetsTheCommandBehindCachingNo() {
            reader.show("CLIENT TRACKING ON OPTOUT");
            reader.show("GET a");
            reader.show("CLIENT CACHING NO");
            reader.show("GET b");
            reader.show("GET c");

            assertEquals(List.of(invalidated("a"), invalidated("c")), toldOf("MSET a 1 b 1 c 1"));
        }

        @Test
        void holdForAWholeTransaction() {
            reader.show("CLIENT TRACKING ON OPTIN");
            reader.show("CLIENT CACHING YES");
            reader.show("MULTI");
            reader.show("GET a");
            reader.show("GET b");
            reader.show("EXEC");
            reader.show("GET c");

            assertEquals("2", info("tracking_total_keys"));
        }
    }

    @Nested
    class Redirect {
        private final ServerFixture.Peer cache = redis.connect();

        @Test
        void tellsASubscriberInResp2() {
            cache.show("SUBSCRIBE __redis__:invalidate");
            reader.show("HELLO 2");
            reader.show("CLIENT TRACKING ON REDIRECT " + cache.client().id());
            reader.show("GET a");
            cache.send(ByteString.of("PING"));
            writer.show("SET a 1");

            assertEquals(
                    "1) \"message\" 2) \"__redis__:invalidate\" 3) 1) \"a\"",
                    texts(cache.received()).get(1));
            writer.show("FLUSHALL");
            assertEquals(
                    "1) \"message\" 2) \"__redis__:invalidate\" 3) (nil)",
                    texts(cache.received()).get(2));
        }

        @Test
        void saysWhenNobodyIsThere() {
            long id = cache.client().id();
            reader.show("CLIENT TRACKING ON REDIRECT " + id);
            assertEquals("(integer) " + id, reader.show("CLIENT GETREDIR"));
            reader.show("GET a");
            writer.show("CLIENT KILL ID " + id);

            assertEquals(List.of("1) \"tracking-redir-broken\" 2) (integer) " + id), toldOf("SET a 1"));
            assertTrue(reader.show("CLIENT TRACKINGINFO").contains("broken_redirect"));
            assertTrue(reader.show("CLIENT INFO").contains(" flags=tR "));
        }
    }

    @Nested
    class Broadcast {
        @Test
        void tellsOfAllKeysWithThePrefixAtOnceAndInOrder() {
            reader.show("CLIENT TRACKING ON BCAST PREFIX obj: PREFIX user:");

            assertEquals(
                    List.of("1) \"invalidate\" 2) 1) \"obj:1\" 2) \"obj:2\"", invalidated("user:1")),
                    toldOf("MSET obj:2 a user:1 b other c obj:1 d"));
        }

        @Test
        void leavesOwnChangesOutWithNoLoop() {
            reader.show("CLIENT TRACKING ON BCAST NOLOOP");

            assertEquals(List.of("OK"), heard("SET a 1"));
            assertEquals(List.of(invalidated("a")), toldOf("SET a 2"));
        }

        @Test
        void doesNotTellOfWhatWasReadBefore() {
            reader.show("CLIENT TRACKING ON");
            reader.show("GET a");
            reader.show("CLIENT TRACKING OFF");
            reader.show("CLIENT TRACKING ON BCAST PREFIX x");

            assertEquals(List.of(), toldOf("SET a 1"));
        }

        @Test
        void refusesPrefixesOfWhichOneBeginsTheOther() {
            reader.show("CLIENT TRACKING ON BCAST PREFIX FOOBAR");

            assertEquals(
                    "(error) ERR Prefix 'FOO' overlaps with an existing prefix 'FOOBAR'."
                            + " Prefixes for a single client must not overlap.",
                    reader.show("CLIENT TRACKING ON BCAST PREFIX FOO"));
            assertEquals(
                    "(error) ERR Prefix 'BA' overlaps with another provided prefix 'BAR'."
                            + " Prefixes for a single client must not overlap.",
                    reader.show("CLIENT TRACKING ON BCAST PREFIX x PREFIX BA PREFIX BAR"));
        }
    }
}
