package io.miniredis.server.command.scripting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.command.Command;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvalCommandsTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    /** What EVAL of a script without keys answers, as redis-cli shows it. */
    private String eval(String script) {
        return redis.run("EVAL", script, "0").toString();
    }

    /** The same, without where and in which script it happened. */
    private String error(String script) {
        String text = eval(script);
        int place = text.indexOf(" script: ");
        return place < 0 ? text : text.substring(0, place);
    }

    private Command command(String name) {
        return redis.onMain(() -> {
            Command found = redis.server().commands().findByFullName(ByteString.of(name));
            if (found == null) {
                throw new AssertionError(name);
            }
            return found;
        });
    }

    @Nested
    class Results {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "return 3.99 | (integer) 3",
                    "return -3.99 | (integer) -3",
                    "return 'text' | \"text\"",
                    "return true | (integer) 1",
                    "return false | (nil)",
                    "return nil | (nil)",
                    "return | (nil)",
                    "return {ok='FINE'} | FINE",
                    "return {err='MY own'} | (error) MY own",
                    "return {1, err='MY own'} | (error) MY own",
                    "local t = {5, err='MY own'} t.err = nil return t | 1) (integer) 5",
                    "return redis.status_reply('FINE') | FINE",
                    "return redis.error_reply('own') | (error) ERR own",
                    "return redis.error_reply('-MY own') | (error) MY own",
                    "return {double=0.5} | \"0.5\"",
                    "return {big_number='123456789012345678901'} | \"123456789012345678901\"",
                    "return {verbatim_string={format='txt',string='words'}} | \"words\"",
                    "return redis.sha1hex('') | \"da39a3ee5e6b4b0d3255bfef95601890afd80709\"",
                    "return redis.REDIS_VERSION_NUM | (integer) 459270",
                    "return tostring(redis.breakpoint()) | \"false\"",
                })
        void areReplies(String script, String reply) {
            assertEquals(reply, eval(script));
        }

        @Test
        void endAtTheFirstNil() {
            assertEquals("1) (integer) 1\n2) \"b\"\n3) 1) (integer) 3", eval("return {1,'b',{3.7},nil,5}"));
        }

        @Test
        void haveTheTypesOfResp3() {
            ServerFixture.Peer peer = redis.connect();
            peer.show("HELLO 3");
            String script =
                    "redis.setresp(3) return {{map={k='v'}},{set={m=true}},{double=1.5},{big_number='123'},true}";
            RespValue reply = peer.run(ByteString.of("EVAL"), ByteString.of(script), ByteString.of("0"));
            RespValue.Array array = (RespValue.Array) reply;
            assertEquals(
                    new RespValue.MapValue(
                            List.of(new RespValue.Entry(RespValue.Bulk.of("k"), RespValue.Bulk.of("v")))),
                    array.elements().get(0));
            assertEquals(
                    new RespValue.SetValue(List.of(RespValue.Bulk.of("m"))),
                    array.elements().get(1));
            assertEquals(new RespValue.DoubleValue("1.5"), array.elements().get(2));
            assertEquals(new RespValue.BigNumber("123"), array.elements().get(3));
            assertEquals(RespValue.Bool.TRUE, array.elements().get(4));
        }

        @Test
        void thatContainThemselvesEndInAnError() {
            RespValue innermost = redis.run("EVAL", "local a = {} local b = {a} a[1] = b return a", "0");
            while (innermost instanceof RespValue.Array array) {
                innermost = array.elements().get(0);
            }
            assertEquals("(error) ERR reached lua stack limit", innermost.toString());
        }
    }

    @Nested
    class Arguments {
        @Test
        void areKeysAndOthers() {
            assertEquals(
                    "1) \"a\"\n2) \"b\"\n3) \"c\"\n4) (integer) 2\n5) (integer) 1",
                    redis.show("EVAL 'return {KEYS[1],KEYS[2],ARGV[1],#KEYS,#ARGV}' 2 a b c"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "x | ERR value is not an integer or out of range",
                    "-1 | ERR Number of keys can't be negative",
                    "1 | ERR Number of keys can't be greater than number of args",
                })
        void mustBeCountedRightly(String count, String error) {
            assertEquals(
                    "(error) " + error, redis.run("EVAL", "return 1", count).toString());
        }

        @Test
        void ofOneRunAreGoneInTheNext() {
            redis.show("EVAL 'return 1' 1 a");
            assertEquals("(integer) 0", redis.show("EVAL 'return #KEYS' 0"));
        }
    }

    @Nested
    class Calls {
        @Test
        void giveRepliesAsValues() {
            redis.show("HSET h f v");
            redis.show("ZADD z 1.5 m");
            assertEquals("\"OK string\"", eval("local r = redis.call('SET','k','v') return r.ok..' '..type(r.ok)"));
            assertEquals("\"boolean\"", eval("return type(redis.call('GET','none'))"));
            assertEquals("\"f=v\"", eval("local r = redis.call('HGETALL','h') return r[1]..'='..r[2]"));
            assertEquals("\"v\"", eval("redis.setresp(3) local r = redis.call('HGETALL','h') return r.map.f"));
            assertEquals("\"1.5\"", eval("redis.setresp(3) return tostring(redis.call('ZSCORE','z','m').double)"));
            assertEquals("\"1.5\"", eval("return redis.call('ZSCORE','z','m')"));
            assertEquals("\"nil\"", eval("redis.setresp(3) return type(redis.call('GET','none'))"));
        }

        @Test
        void giveMapsInTheOrderOfATableThatGrew() {
            redis.show("XGROUP CREATE s g 0 MKSTREAM");
            String order = "redis.setresp(3) local o = '' for k in pairs(redis.call('XINFO','GROUPS','s')[1].map) do"
                    + " o = o .. k .. ' ' end return o";

            assertEquals("\"last-delivered-id name consumers pending lag \"", eval(order));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {"12 | 12", "1.5 | 1.5", "1e15 | 1000000000000000", "1e300 | 1e+300", "0.1 | 0.1", "-0.0 | 0"})
        void takeNumbersWithAllTheirDigits(String number, String text) {
            eval("redis.call('SET','n'," + number + ")");
            assertEquals('"' + text + '"', redis.show("GET n"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "redis.call() | ERR Please specify at least one argument for this redis lib call",
                    "redis.call({}) | ERR Lua redis lib command arguments must be strings or integers",
                    "redis.call('nope') | ERR Unknown Redis command called from script",
                    "redis.call('client','nope') | ERR Unknown Redis command called from script",
                    "redis.call('get') | ERR Wrong number of args calling Redis command from script",
                    "redis.call('client') | ERR Wrong number of args calling Redis command from script",
                    "redis.call('multi') | ERR This Redis command is not allowed from script",
                    "redis.call('incr','text') | ERR value is not an integer or out of range",
                    "redis.call('lpush','text','x')|WRONGTYPE Operation against a key holding the wrong kind of value",
                })
        void failWithTheWordsOfRedis(String script, String error) {
            redis.show("SET text words");
            assertEquals("(error) " + error, error(script));
        }

        @Test
        void tellWhereTheyFailed() {
            redis.show("SET text words");
            String reply = eval("local function f()\n redis.call('incr','text')\nend\nf()");
            assertTrue(
                    reply.matches("\\(error\\) ERR value is not an integer or out of range"
                            + " script: [0-9a-f]{40}, on @user_script:2\\."),
                    reply);
        }

        @Test
        void byPcallReturnTheError() {
            redis.show("SET text words");
            assertEquals(
                    "\"ERR value is not an integer or out of range\"", eval("return redis.pcall('incr','text').err"));
            assertEquals(
                    "\"string ERR value is not an integer or out of range\"",
                    eval("local ok, e = pcall(redis.call,'incr','text') return type(e)..' '..e"));
        }

        @Test
        void doNotBlock() {
            assertEquals("(nil)", eval("return redis.call('blpop','none',0)"));
            assertEquals("(integer) 0", eval("return redis.call('wait',1,0)"));
        }

        @Test
        void selectADatabaseForTheScriptOnly() {
            eval("redis.call('select',1) redis.call('set','k','v')");
            assertEquals("(integer) 0", redis.show("EXISTS k"));
            redis.show("SELECT 1");
            assertEquals("\"v\"", redis.show("GET k"));
            assertEquals("\"v\"", eval("return redis.call('get','k')"));
        }

        @Test
        void seeOneMoment() {
            assertEquals(
                    "(integer) 1",
                    eval("local a = redis.call('time') for i=1,10000 do end local b = redis.call('time')"
                            + " return a[1] == b[1] and a[2] == b[2]"));
        }
    }

    @Nested
    class Globals {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "x = 1 | ERR user_script:1: Attempt to modify a readonly table",
                    "return x | ERR user_script:1: Script attempted to access nonexistent global variable 'x'",
                    "redis.x = 1 | ERR user_script:1: Attempt to modify a readonly table",
                    "string.x = 1 | ERR user_script:1: Attempt to modify a readonly table",
                    "setmetatable(_G,{}) | ERR Attempt to modify a readonly table",
                    "rawset(_G,'x',1) | ERR Attempt to modify a readonly table",
                    "getmetatable('').__index = 1 | ERR user_script:1: Attempt to modify a readonly table",
                    "print('x') | ERR user_script:1: Script attempted to access nonexistent global variable 'print'",
                })
        void areProtected(String script, String error) {
            assertEquals("(error) " + error, error(script));
        }
    }

    @Nested
    class ErrorsOfScripts {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "error('own') | ERR user_script:1: own",
                    "error('own',0) | ERR own",
                    "error({err='MY own'}) | MY own",
                    "error({}) | ERR unknown error",
                    "local x = nil return x.y | ERR user_script:1: attempt to index local 'x' (a nil value)",
                })
        void areTold(String script, String error) {
            assertEquals("(error) " + error, error(script));
        }

        @Test
        void ofSyntaxNameTheLine() {
            assertEquals(
                    "(error) ERR Error compiling script (new function): user_script:2: unexpected symbol near '<eof>'",
                    eval("local x =\n"));
        }

        @Test
        void areCountedOnce() {
            redis.show("SET text words");
            eval("redis.call('incr','text')");
            eval("redis.pcall('incr','text')");
            eval("redis.pcall('nope')");
            eval("return redis.pcall('get')");
            eval("error('own')");
            String errors = redis.show("INFO errorstats");
            assertTrue(errors.contains("errorstat_ERR:count=5"), errors);
            assertEquals(2, command("incr").failedCalls());
            assertEquals(1, command("get").rejectedCalls());
            assertEquals(5, command("eval").calls());
            assertEquals(3, command("eval").failedCalls());
        }
    }

    @Nested
    class ReadOnly {
        @ParameterizedTest
        @ValueSource(strings = {"redis.call('set','k','v')", "redis.call('publish','c','m')"})
        void scriptsChangeNothing(String call) {
            String error = "(error) ERR Write commands are not allowed from read-only scripts.";
            assertTrue(redis.run("EVAL_RO", call, "0").toString().startsWith(error));
            assertTrue(eval("#!lua flags=no-writes\n" + call).startsWith(error));
        }

        @Test
        void commandsTakeNoScriptThatSaysItWrites() {
            assertEquals(
                    "(error) ERR Can not execute a script with write flag using *_ro command.",
                    redis.run("EVAL_RO", "#!lua\nreturn 1", "0").toString());
        }

        @Test
        void scriptsRunWhileWritesArePaused() {
            redis.show("CLIENT PAUSE 1000 WRITE");
            assertEquals("(integer) 1", eval("#!lua flags=no-writes\nreturn 1"));
            assertEquals(List.of(), redis.peer().send("EVAL 'return 1' 0"));
        }
    }

    @Nested
    class Evalsha {
        @Test
        void runsWhatIsKnownInAnyCase() {
            assertEquals("\"e0e1f9fabfc9d4800c877a703b823ac0578ff8db\"", redis.show("SCRIPT LOAD 'return 1'"));
            assertEquals("(integer) 1", redis.show("EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0"));
            assertEquals("(integer) 1", redis.show("EVALSHA_RO E0E1F9FABFC9D4800C877A703B823AC0578FF8DB 0"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"xx", "ffffffffffffffffffffffffffffffffffffffff"})
        void refusesTheRest(String digest) {
            assertEquals(
                    "(error) NOSCRIPT No matching script. Please use EVAL.", redis.show("EVALSHA " + digest + " 0"));
        }
    }

    @Nested
    class Effects {
        @Test
        void arePropagatedTogether() {
            eval("redis.call('set','a','1') redis.call('incr','a')");
            assertEquals(List.of("0 MULTI", "0 set a 1", "0 incr a", "0 EXEC"), redis.propagated());
        }

        @Test
        void ofOneCommandNeedNoTransaction() {
            eval("redis.call('set','a','1')");
            assertEquals(List.of("0 set a 1"), redis.propagated());
        }

        @Test
        void ofATransactionAreOneWithIt() {
            redis.show("MULTI");
            redis.show("EVAL \"return redis.call('incr','a')\" 0");
            redis.show("SET b 1");
            assertEquals("1) (integer) 1\n2) OK", redis.show("EXEC"));
            assertEquals(List.of("0 MULTI", "0 incr a", "0 SET b 1", "0 EXEC"), redis.propagated());
        }

        @Test
        void canBeHidden() {
            eval("redis.set_repl(redis.REPL_NONE) redis.call('set','a','1')"
                    + " redis.set_repl(redis.REPL_ALL) redis.call('set','b','1')");
            assertEquals(List.of("0 set b 1"), redis.propagated());
            eval("redis.set_repl(redis.REPL_NONE)");
            redis.show("SET c 1");
            assertEquals(List.of("0 SET c 1"), redis.propagated());
        }

        @Test
        void conflictWithWatchedKeys() {
            ServerFixture.Peer other = redis.connect();
            other.show("WATCH a");
            other.show("MULTI");
            eval("redis.call('set','a','1')");
            assertEquals("(nil)", other.show("EXEC"));
        }

        @Test
        void wakeWhoWaitsAfterTheScript() {
            ServerFixture.Peer other = redis.connect();
            other.send(ByteString.of("BLPOP"), ByteString.of("list"), ByteString.of("0"));
            assertEquals("(integer) 2", eval("redis.call('rpush','list','a','b') return redis.call('llen','list')"));
            List<RespValue> received = other.received();
            assertEquals("[1) \"list\"\n2) \"a\"]", received.toString());
        }

        @Test
        void areShownToWhoMonitorsBehindTheScript() {
            ServerFixture.Peer monitor = redis.connect();
            monitor.show("MONITOR");
            eval("redis.call('set','a','1')");
            String shown = monitor.received().toString();
            assertTrue(shown.matches("(?s).*\\[0 .*:.*\\] \"EVAL\".*\\[0 lua\\] \"set\" \"a\" \"1\".*"), shown);
        }
    }

    @Nested
    class Shebangs {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "#!lua | ERR Invalid script shebang",
                    "#!python;return 1 | ERR Unexpected engine in script shebang: #!python",
                    "#!lua flags=foo;return 1 | ERR Unexpected flag in script shebang: foo",
                    "#!lua name=x;return 1 | ERR Unknown lua shebang option: name=x",
                    "#!lua \"x;return 1 | ERR Invalid engine in script shebang",
                })
        void areChecked(String script, String error) {
            assertEquals("(error) " + error, eval(script.replace(';', '\n')));
        }

        @Test
        void leaveLineNumbersAlone() {
            assertEquals("(error) ERR user_script:3: x", error("#!lua\n\nerror('x')"));
        }
    }

    @Test
    void scriptsActWithTheRightsOfTheirCaller() {
        redis.show("ACL SETUSER ann on nopass ~own:* +@all");
        ServerFixture.Peer ann = redis.connect();
        ann.show("AUTH ann x");
        assertTrue(ann.run(ByteString.of("EVAL"), ByteString.of("return redis.call('get','other')"), ByteString.of("0"))
                .toString()
                .startsWith("(error) ERR ACL failure in script: "));
        assertEquals(
                "(integer) 1",
                ann.run(
                                ByteString.of("EVAL"),
                                ByteString.of("return redis.acl_check_cmd('get','own:1')"),
                                ByteString.of("0"))
                        .toString());
        assertEquals(
                "(nil)",
                ann.run(
                                ByteString.of("EVAL"),
                                ByteString.of("return redis.acl_check_cmd('get','other')"),
                                ByteString.of("0"))
                        .toString());
        assertEquals("(nil)", eval("return redis.call('get','other')"));
    }
}
