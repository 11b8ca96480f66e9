package io.miniredis.lua.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.syntax.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chunks with what redis-server 7.2.6 answered: {@code chunks/<topic>.txt} has a chunk a line ({@code ¶} is a line
 * break in it), and below it {@code =>} and the results as {@code show.lua} shows them.
 */
class RecordedChunksTest {
    private static final String ANSWER = "=> ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numbers",
                "format",
                "strings",
                "patterns",
                "tables",
                "math",
                "json",
                "msgpack",
                "struct",
                "language",
                "compile",
                "runtime",
                "loops",
                "odd"
            })
    void answersAreThoseOfARealServer(String topic) throws IOException {
        byte[] show = resource("show.lua").getBytes(StandardCharsets.ISO_8859_1);
        List<String> wrong = new ArrayList<>();
        String[] lines = resource("chunks/" + topic + ".txt").split("\n");
        for (int i = 0; i < lines.length; i++) {
            String chunk = lines[i];
            if (!chunk.startsWith("# ")) {
                String expected = lines[++i].substring(ANSWER.length());
                String actual = run(show, chunk.replace('¶', '\n'));
                if (!expected.equals(actual)) {
                    wrong.add(chunk + "\n  expected " + expected + "\n  but was  " + actual);
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static String run(byte[] show, String chunk) {
        LuaState lua = LuaStates.withLibraries();
        Object shown = lua.call(Parser.load(lua, show, "@show"), LuaString.of(chunk));
        return shown instanceof LuaString text ? text.text() : String.valueOf(shown);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = RecordedChunksTest.class.getResourceAsStream(name)) {
            assertNotNull(in, name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
