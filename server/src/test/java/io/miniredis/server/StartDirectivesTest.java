package io.miniredis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.config.ServerConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartDirectivesTest {
    private final StartDirectives directives = new StartDirectives(false);

    private @Nullable String rename(String from, String to) {
        return directives.renameCommand(ByteString.of(from), ByteString.of(to));
    }

    @Test
    void aRenamedCommandIsKnownByItsNewName() {
        assertNull(rename("get", "fetch"));
        assertNull(rename("fetch", ""));
        assertEquals("No such command in rename-command", rename("fetch", "get"));
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        assertEquals("Target command name already exists", rename("get", "set"));
    }

    @Test
    void theServerKnowsTheCommandByItsNewNameOnly() {
        ServerConfig config = ServerConfig.defaults();
        config.load("rename-command get fetch\nrename-command set \"\"");

        try (ServerFixture redis = new ServerFixture(config)) {
            assertEquals("(nil)", redis.show("fetch a"));
            assertEquals("(error) ERR unknown command 'get', with args beginning with: 'a' ", redis.show("get a"));
            assertEquals(
                    "(error) ERR unknown command 'set', with args beginning with: 'a' 'b' ", redis.show("set a b"));
            assertEquals("(error) ERR wrong number of arguments for 'get' command", redis.show("fetch"));
        }
    }
}
