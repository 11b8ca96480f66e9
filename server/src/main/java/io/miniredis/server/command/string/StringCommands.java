package io.miniredis.server.command.string;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.OW;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;
import static io.miniredis.server.command.KeySpec.Flag.VARIABLE_FLAGS;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Strings;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.KeyFinder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.ArrayList;
import java.util.List;

/** Strings read and written whole, one key at a time (t_string.c). */
public final class StringCommands {
    private static final int FIRST_SET_OPTION = 3;
    private static final long REPLACED = KeySpec.key(1, OW, UPDATE).flags();
    private static final long READ_AND_REPLACED =
            KeySpec.key(1, RW, ACCESS, UPDATE).flags();

    private StringCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(GET, SET, SETNX, SETEX, PSETEX, GETSET, GETDEL, GETEX);
    }

    static final CommandSpec GET = CommandSpec.named("get")
            .arity(2)
            .flags(READONLY, FAST)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RO, ACCESS))
            .since("1.0.0")
            .summary("Gives the string stored under a key.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(StringCommands::get);

    private static void get(CommandCall call) {
        ByteString key = call.args().next();

        Object value = call.db().readString(key);

        StringReply.write(call.reply(), value);
    }

    static final CommandSpec SET = CommandSpec.named("set")
            .arity(-3)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RW, ACCESS, UPDATE, VARIABLE_FLAGS)
                    .withNotes("Reads the key if the option GET is given"))
            .keysBy(StringCommands::keysOfSet)
            .since("1.0.0")
            .summary(
                    "Stores a string under a key, whatever was there before, with conditions and a time to live if wanted.")
            .complexity("O(1)")
            .syntax("key:key value:string [(condition: nx=NX | xx=XX)@2.6.12] [get=GET@6.2.0]"
                    + " [(expiration: EX seconds:integer@2.6.12 | PX milliseconds:integer@2.6.12"
                    + " | EXAT unix-time-seconds:unix-time@6.2.0 | PXAT unix-time-milliseconds:unix-time@6.2.0"
                    + " | keepttl=KEEPTTL@6.0.0)]")
            .history("2.6.12", "Options `EX`, `PX`, `NX` and `XX`.")
            .history("6.0.0", "Option `KEEPTTL`.")
            .history("6.2.0", "Options `GET`, `EXAT` and `PXAT`.")
            .history("7.0.0", "`NX` and `GET` go together.")
            .handler(StringCommands::set);

    private static void set(CommandCall call) {
        ByteString key = call.args().next();
        ByteString value = call.args().next();
        if (!call.args().hasNext()) {
            setPlainly(call, key, value);
            return;
        }
        SetOptions options = SetOptions.parse(call.args());
        Expiry expiry = options.expiry();
        long expireAtMillis = expiry == null ? KeyEntry.NO_EXPIRE : expiry.atMillis(call);

        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry found = options.get() ? db.readStringEntry(key, hash) : db.writeEntry(key, hash);
        Object oldValue = found == null ? null : found.value();
        if (!options.permit(found)) {
            StringReply.write(call.reply(), options.get() ? oldValue : null);
            return;
        }

        Object newValue = Strings.encode(value.bytes());
        if (found == null) {
            db.add(key, hash, newValue, expireAtMillis);
        } else {
            long until = options.keepTtl() ? found.expireAtMillis() : expireAtMillis;
            if (options.get()) {
                db.replace(found, newValue, until);
            } else {
                db.rewrite(found, newValue, until);
            }
        }

        reportSet(call, key, value, options, expireAtMillis);

        if (options.get()) {
            StringReply.write(call.reply(), oldValue);
        } else {
            call.reply().ok();
        }
    }

    private static void setPlainly(CommandCall call, ByteString key, ByteString value) {
        call.db().set(key, Strings.encode(value.bytes()));

        call.keyChanged(key, KeyEvent.SET);

        call.reply().ok();
    }

    /** A time to live is propagated as the moment it ends, and GET, which changes nothing, not at all. */
    private static void reportSet(
            CommandCall call, ByteString key, ByteString value, SetOptions options, long expireAtMillis) {
        Expiry expiry = options.expiry();
        call.keyChanged(key, KeyEvent.SET);
        if (expiry != null) {
            call.keyChanged(key, KeyEvent.EXPIRE, 0);
        }
        if (!call.isPropagated()) {
            return;
        }
        if (expiry != null && !expiry.isPropagatedAsGiven()) {
            call.propagateAs(Propagated.SET, key, value, Propagated.PXAT, Propagated.number(expireAtMillis));
        } else if (expiry == null && options.get()) {
            call.propagateAs(withoutGet(call.request()));
        }
    }

    private static ByteString[] withoutGet(Request request) {
        List<ByteString> kept = new ArrayList<>(request.count());
        for (int i = 0; i < request.count(); i++) {
            if (i < FIRST_SET_OPTION || !request.arg(i).equalsIgnoreCase("get")) {
                kept.add(request.arg(i));
            }
        }
        return kept.toArray(new ByteString[0]);
    }

    /** SET with GET reads the key too (setGetKeys). */
    private static void keysOfSet(Request request, KeyFinder.KeySink keys) {
        for (int i = FIRST_SET_OPTION; i < request.count(); i++) {
            if (request.arg(i).equalsIgnoreCase("get")) {
                keys.key(1, READ_AND_REPLACED);
                return;
            }
        }
        keys.key(1, REPLACED);
    }

    static final CommandSpec SETNX = CommandSpec.named("setnx")
            .arity(3)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, OW, INSERT))
            .since("1.0.0")
            .summary("Stores a string under a key unless the key exists.")
            .complexity("O(1)")
            .syntax("key:key value:string")
            .deprecated("2.6.12", "`SET` with the `NX` argument")
            .handler(StringCommands::setnx);

    private static void setnx(CommandCall call) {
        ByteString key = call.args().next();
        ByteString value = call.args().next();

        Database db = call.db();
        int hash = db.hash(key);
        if (db.writeEntry(key, hash) != null) {
            call.reply().integer(0);
            return;
        }

        db.add(key, hash, Strings.encode(value.bytes()));

        call.keyChanged(key, KeyEvent.SET);

        call.reply().integer(1);
    }

    static final CommandSpec SETEX = CommandSpec.named("setex")
            .arity(4)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, OW, UPDATE))
            .since("2.0.0")
            .summary("Stores a string under a key for some seconds.")
            .complexity("O(1)")
            .syntax("key:key seconds:integer value:string")
            .deprecated("2.6.12", "`SET` with the `EX` argument")
            .handler(StringCommands::setex);

    private static void setex(CommandCall call) {
        setExpiring(call, Expiry.Form.EX);
    }

    static final CommandSpec PSETEX = CommandSpec.named("psetex")
            .arity(4)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, OW, UPDATE))
            .since("2.6.0")
            .summary("Stores a string under a key for some milliseconds.")
            .complexity("O(1)")
            .syntax("key:key milliseconds:integer value:string")
            .deprecated("2.6.12", "`SET` with the `PX` argument")
            .handler(StringCommands::psetex);

    private static void psetex(CommandCall call) {
        setExpiring(call, Expiry.Form.PX);
    }

    private static void setExpiring(CommandCall call, Expiry.Form form) {
        ByteString key = call.args().next();
        Expiry expiry = new Expiry(form, call.args().next());
        ByteString value = call.args().next();
        long expireAtMillis = expiry.atMillis(call);

        call.db().set(key, Strings.encode(value.bytes()), expireAtMillis);

        reportSet(call, key, value, SetOptions.expiring(expiry), expireAtMillis);

        call.reply().ok();
    }

    static final CommandSpec GETSET = CommandSpec.named("getset")
            .arity(3)
            .flags(WRITE, DENYOOM, FAST)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RW, ACCESS, UPDATE))
            .since("1.0.0")
            .summary("Stores a string under a key and gives the one that was there.")
            .complexity("O(1)")
            .syntax("key:key value:string")
            .deprecated("6.2.0", "`SET` with the `!GET` argument")
            .handler(StringCommands::getset);

    private static void getset(CommandCall call) {
        ByteString key = call.args().next();
        ByteString value = call.args().next();

        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry found = db.readStringEntry(key, hash);
        Object oldValue = found == null ? null : found.value();

        if (found == null) {
            db.add(key, hash, Strings.encode(value.bytes()));
        } else {
            db.replace(found, Strings.encode(value.bytes()), KeyEntry.NO_EXPIRE);
        }

        call.keyChanged(key, KeyEvent.SET);
        if (call.isPropagated()) {
            call.propagateAs(Propagated.SET, key, value);
        }

        StringReply.write(call.reply(), oldValue);
    }

    static final CommandSpec GETDEL = CommandSpec.named("getdel")
            .arity(2)
            .flags(WRITE, FAST)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE))
            .since("6.2.0")
            .summary("Deletes a key and gives the string that was there.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(StringCommands::getdel);

    private static void getdel(CommandCall call) {
        ByteString key = call.args().next();

        Database db = call.db();
        KeyEntry found = db.readStringEntry(key, db.hash(key));
        if (found == null) {
            call.reply().nil();
            return;
        }

        db.remove(found);

        call.keyChanged(key, KeyEvent.DEL);
        if (call.isPropagated()) {
            call.propagateAs(Propagated.DEL, key);
        }

        StringReply.write(call.reply(), found.value());
    }

    static final CommandSpec GETEX = CommandSpec.named("getex")
            .arity(-2)
            .flags(WRITE, FAST)
            .acl(AclCategory.STRING)
            .group(CommandGroup.STRING)
            .keys(KeySpec.key(1, RW, ACCESS, UPDATE).withNotes("Written to because the time to live may change"))
            .since("6.2.0")
            .summary("Gives the string stored under a key and sets or removes the key's time to live.")
            .complexity("O(1)")
            .syntax("key:key [(expiration: EX seconds:integer | PX milliseconds:integer"
                    + " | EXAT unix-time-seconds:unix-time | PXAT unix-time-milliseconds:unix-time | persist=PERSIST)]")
            .handler(StringCommands::getex);

    private static void getex(CommandCall call) {
        ByteString key = call.args().next();
        GetexOptions options = GetexOptions.parse(call.args());

        Database db = call.db();
        KeyEntry found = db.readStringEntry(key, db.hash(key));
        if (found == null) {
            call.reply().nil();
            return;
        }
        Object value = found.value();

        Expiry expiry = options.expiry();
        if (expiry != null) {
            expire(call, key, found, expiry);
        } else if (options.persist() && found.expireAtMillis() != KeyEntry.NO_EXPIRE) {
            persist(call, key, found);
        }

        StringReply.write(call.reply(), value);
    }

    /** A moment that has passed deletes the key, unless that is somebody else's decision (checkAlreadyExpired). */
    private static void expire(CommandCall call, ByteString key, KeyEntry found, Expiry expiry) {
        long atMillis = expiry.atMillis(call);
        boolean over = expiry.isAbsolute() && atMillis <= call.nowMillis() && call.decidesOnExpiry();
        if (over) {
            call.db().remove(found);
            call.keyChanged(key, KeyEvent.DEL);
            boolean lazily = call.server().config().memory.lazyfreeLazyExpire.value();
            call.propagateAs(lazily ? Propagated.UNLINK : Propagated.DEL, key);
        } else {
            call.db().expireAt(found, atMillis);
            call.keyChanged(key, KeyEvent.EXPIRE);
            call.propagateAs(Propagated.PEXPIREAT, key, Propagated.number(atMillis));
        }
    }

    private static void persist(CommandCall call, ByteString key, KeyEntry found) {
        call.db().persist(found);
        call.keyChanged(key, KeyEvent.PERSIST);
        call.propagateAs(Propagated.PERSIST, key);
    }
}
