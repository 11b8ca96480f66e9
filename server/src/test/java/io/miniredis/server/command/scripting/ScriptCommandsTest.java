package io.miniredis.server.command.scripting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptCommandsTest {
    private static final String RETURN_1 = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void evalMakesAScriptKnown() {
        assertEquals("1) (integer) 0\n2) (integer) 0", redis.show("SCRIPT EXISTS " + RETURN_1 + " x"));
        redis.show("EVAL 'return 1' 0");
        assertEquals("1) (integer) 1\n2) (integer) 0", redis.show("SCRIPT EXISTS " + RETURN_1 + " x"));
    }

    @Test
    void whatCannotBeCompiledIsNotKnown() {
        assertEquals(
                "(error) ERR Error compiling script (new function): user_script:1: unexpected symbol near '<eof>'",
                redis.show("SCRIPT LOAD 'return 1 +'"));
        assertTrue(redis.show("INFO memory").contains("number_of_cached_scripts:0\\r"));
    }

    @ParameterizedTest
    @CsvSource({
        "SCRIPT FLUSH ASYNC, 65, 65",
        "SCRIPT FLUSH ASYNC, 64, 0",
        "SCRIPT FLUSH SYNC, 65, 0",
        "SCRIPT FLUSH, 65, 0"
    })
    void flushCountsManyScriptsAsFreedLazily(String flush, int scripts, int freed) {
        for (int i = 0; i < scripts; i++) {
            redis.show("SCRIPT LOAD 'return " + i + "'");
        }

        redis.show(flush);

        assertEquals(freed, (long) redis.onMain(() -> redis.server().stats().lazyfreedObjects));
    }

    @Test
    void flushDoesWhatTheConfigurationSays() {
        redis.show("CONFIG SET lazyfree-lazy-user-flush yes");
        flushCountsManyScriptsAsFreedLazily("SCRIPT FLUSH", 65, 65);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRIPT FLUSH", "SCRIPT FLUSH SYNC", "script flush async"})
    void flushForgetsScriptsAndGivesTheirMemoryBack(String flush) {
        redis.show("SCRIPT LOAD 'return 1'");
        assertTrue(redis.show("INFO memory").contains("number_of_cached_scripts:1\\r"));
        assertEquals("OK", redis.show(flush));
        assertEquals("1) (integer) 0", redis.show("SCRIPT EXISTS " + RETURN_1));
        String memory = redis.show("INFO memory");
        assertTrue(memory.contains("number_of_cached_scripts:0\\r"), memory);
        assertTrue(memory.contains("used_memory_scripts:0\\r"), memory);
        assertTrue(memory.contains("used_memory_vm_eval:0\\r"), memory);
        assertEquals("(integer) 1", redis.show("EVAL 'return 1' 0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SCRIPT FLUSH now | ERR SCRIPT FLUSH only support SYNC|ASYNC option",
                "SCRIPT FLUSH SYNC SYNC | ERR SCRIPT FLUSH only support SYNC|ASYNC option",
                "SCRIPT KILL | NOTBUSY No scripts in execution right now.",
                "SCRIPT DEBUG maybe | ERR Use SCRIPT DEBUG YES/SYNC/NO",
                "SCRIPT nope | ERR unknown subcommand 'nope'. Try SCRIPT HELP.",
                "SCRIPT | ERR wrong number of arguments for 'script' command",
            })
    void mistakesAreTold(String line, String error) {
        assertTrue(redis.show(line.strip()).startsWith("(error) " + error.split("\\|", 2)[0].strip()));
    }

    @Test
    void whatAScriptLeavesInTheInterpreterGoesWithFlush() {
        redis.show("EVAL 'math.randomseed(1) return 1' 0");
        String first = redis.show("EVAL 'return tostring(math.random())' 0");
        redis.show("SCRIPT FLUSH");
        redis.show("EVAL 'math.randomseed(1) return 1' 0");
        assertEquals(first, redis.show("EVAL 'return tostring(math.random())' 0"));
    }

    @Test
    void aZeroByteIsNotShownAsTheTokenThatIsWrong() {
        assertEquals(
                "(error) ERR Error compiling script (new function): user_script:1: unexpected symbol",
                redis.show("SCRIPT LOAD \"\\x00\""));
    }
}
