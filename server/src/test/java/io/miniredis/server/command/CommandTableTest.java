package io.miniredis.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CommandTableTest {
    private final CommandTable table = CommandCatalog.newTable();

    private void rename(String name, String newName) {
        table.rename(ByteString.of(name), ByteString.of(newName));
    }

    @Test
    void namesAreFoundInAnyCase() {
        assertSame(table.find("get"), table.find("GeT"));
        assertNull(table.find("gett"));
    }

    @Test
    void aFamilyHasTheNamesItAnnounces() {
        for (CommandFamily family : CommandFamily.values()) {
            List<String> names = family.specs().stream().map(CommandSpec::name).toList();

            assertEquals(family.names(), String.join(" ", names), family.name());
        }
    }

    @Nested
    class FamiliesThatNobodyAskedFor {
        private int inUse() {
            AtomicInteger count = new AtomicInteger();
            table.forEachInUse(command -> count.incrementAndGet());
            return count.get();
        }

        @Test
        void areCountedAndNotMade() {
            assertEquals(0, inUse());

            table.find("get");

            assertEquals(CommandFamily.STRING.specs().size(), inUse());
            assertTrue(table.size() > 200);
        }

        @Test
        void areMadeWhenAllAreWanted() {
            table.forEach(command -> {});

            assertEquals(table.size(), inUse());
        }
    }

    @Nested
    class FullNames {
        @Test
        void nameContainerAndSubcommand() {
            Command docs = table.findByFullName(ByteString.of("COMMAND|docs"));

            assertNotNull(docs);
            assertEquals("command|docs", docs.fullName());
        }

        @Test
        void areStrict() {
            assertNull(table.findByFullName(ByteString.of("get|x")));
            assertNull(table.findByFullName(ByteString.of("command|")));
            assertNull(table.findByFullName(ByteString.of("command|docs|x")));
            assertNull(table.findByFullName(ByteString.of("|docs")));
        }
    }

    @Nested
    class Rename {
        @Test
        void movesACommandToAnotherName() {
            Command get = table.find("get");
            int size = table.size();

            rename("GET", "Fetch");

            assertSame(get, table.find("fetch"));
            assertNull(table.find("get"));
            assertEquals(size, table.size());
        }

        @Test
        void keepsTheOwnNameForErrorsAndAccessRules() {
            rename("get", "fetch");

            Command renamed = table.find("fetch");
            assertNotNull(renamed);
            assertEquals("get", renamed.fullName());
            assertSame(renamed, table.findOriginal(ByteString.of("get")));
            assertNull(table.findOriginal(ByteString.of("fetch")));
        }

        @Test
        void toNothingTakesTheCommandAway() {
            int size = table.size();

            rename("get", "");

            assertNull(table.find("get"));
            assertEquals(size - 1, table.size());
            assertNotNull(table.findOriginal(ByteString.of("get")));
        }

        @Test
        void namesMayBeSwapped() {
            Command get = table.find("get");
            Command set = table.find("set");

            rename("get", "tmp");
            rename("set", "get");
            rename("tmp", "set");

            assertSame(set, table.find("get"));
            assertSame(get, table.find("set"));
            assertSame(get, table.findOriginal(ByteString.of("get")));
        }

        @Test
        void toAnyBytes() {
            Command get = table.find("get");

            rename("get", "Größe");

            assertSame(get, table.find("gRößE"));
        }

        @Test
        void refusesUnknownCommandsAndTakenNames() {
            assertEquals(
                    "No such command in rename-command",
                    assertThrows(IllegalArgumentException.class, () -> rename("gett", "x"))
                            .getMessage());
            assertEquals(
                    "Target command name already exists",
                    assertThrows(IllegalArgumentException.class, () -> rename("get", "SET"))
                            .getMessage());
        }
    }
}
