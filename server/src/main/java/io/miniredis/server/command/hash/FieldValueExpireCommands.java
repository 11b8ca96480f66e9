package io.miniredis.server.command.hash;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of fields and their time to live in one command (t_hash.c of Redis 8.0). */
public final class FieldValueExpireCommands {
    private static final ByteString HDEL_NAME = ByteString.of("HDEL");
    private static final ByteString HPERSIST_NAME = ByteString.of("HPERSIST");
    private static final ByteString HPEXPIREAT_NAME = ByteString.of("HPEXPIREAT");
    private static final ByteString PXAT = ByteString.of("PXAT");
    private static final ByteString FIELDS = ByteString.of("FIELDS");

    private FieldValueExpireCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(HGETDEL, HGETEX, HSETEX);
    }

    private static CommandSpecBuilder spec(String name) {
        return CommandSpec.named(name)
                .acl(AclCategory.HASH)
                .group(CommandGroup.HASH)
                .since("8.0.0")
                .complexity("O(N) with N fields given.");
    }

    static final CommandSpec HGETDEL = spec("hgetdel")
            .arity(-5)
            .flags(WRITE, FAST)
            .keys(KeySpec.key(1, RW, ACCESS, DELETE))
            .summary("Gives the values of some fields of a hash and removes the fields.")
            .syntax("key:key FIELDS {fields: numfields:integer field:string...}")
            .handler(FieldValueExpireCommands::hgetdel);

    private static void hgetdel(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        // Redis looks the key up before it reads the rest.
        KeyEntry entry = call.db().writeEntry(key, HashValue.class);
        FieldList fields = FieldList.parse(args, HashErrors.FIELD_COUNT_NOT_POSITIVE);
        HashValue hash = entry == null ? null : Database.require(entry, HashValue.class);

        int expired = hash == null ? 0 : LiveFields.deleteQuietly(call, key, hash, fields.first(), 1);
        int deleted = 0;
        call.reply().array(fields.count());
        while (args.hasNext()) {
            ByteString field = args.next();
            int at = hash == null ? HashValue.NO_FIELD : LiveFields.peek(call, hash, field);
            HashReadCommands.writeValueAt(call.reply(), hash, at);
            if (hash != null && at != HashValue.NO_FIELD) {
                hash.remove(field.bytes());
                deleted++;
            }
        }

        LiveFields.reportExpired(call, key, expired);
        if (deleted > 0) {
            call.keyChanged(key, KeyEvent.HDEL, deleted);
        }
        if (entry != null && hash != null) {
            HashChanges.leave(call, key, entry, hash);
        }
        if (deleted > 0 && call.isPropagated()) {
            call.propagateAs(withFields(call.request(), fields, HDEL_NAME, key));
        }
    }

    /** A command's words before the fields, and the fields. */
    private static ByteString[] withFields(Request request, FieldList fields, ByteString... words) {
        List<ByteString> form = new ArrayList<>(List.of(words));
        for (int i = fields.first(); i < request.count(); i++) {
            form.add(request.arg(i));
        }
        return form.toArray(new ByteString[0]);
    }

    static final CommandSpec HGETEX = spec("hgetex")
            .arity(-5)
            .flags(WRITE, FAST)
            .keys(KeySpec.key(1, RW, ACCESS, UPDATE).withNotes("Written to because times to live may change"))
            .summary("Gives the values of some fields of a hash and sets or removes their time to live.")
            .syntax("key:key [(expiration: EX seconds:integer | PX milliseconds:integer"
                    + " | EXAT unix-time-seconds:unix-time | PXAT unix-time-milliseconds:unix-time | persist=PERSIST)]"
                    + " FIELDS {fields: numfields:integer field:string...}")
            .handler(FieldValueExpireCommands::hgetex);

    private static void hgetex(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        // Redis looks the key up before it reads the rest.
        KeyEntry entry = call.db().writeEntry(key, HashValue.class);
        FieldExpiration expiration = FieldExpiration.accept(call);
        boolean persist = expiration == null && args.acceptToken("persist");
        FieldList fields = FieldList.parse(args, HashErrors.FIELD_COUNT_NOT_POSITIVE);
        if (entry == null) {
            replyWithNothing(call, fields);
            return;
        }

        if (expiration != null) {
            getAndExpire(call, key, entry, fields, expiration);
        } else {
            getAndPersist(call, key, entry, fields, persist);
        }
    }

    private static void replyWithNothing(CommandCall call, FieldList fields) {
        call.reply().array(fields.count());
        for (int i = 0; i < fields.count(); i++) {
            call.reply().nil();
        }
    }

    private static void getAndExpire(
            CommandCall call, ByteString key, KeyEntry entry, FieldList fields, FieldExpiration expiration) {
        HashValue hash = Database.require(entry, HashValue.class).withExpiries();
        int expired = LiveFields.deleteQuietly(call, key, hash, fields.first(), 1);
        FieldExpiryUpdate update = new FieldExpiryUpdate(call, key, hash, expiration.atMillis());
        call.reply().array(fields.count());
        while (call.args().hasNext()) {
            ByteString field = call.args().next();
            int at = LiveFields.peek(call, hash, field);
            HashReadCommands.writeValueAt(call.reply(), hash, at);
            if (at != HashValue.NO_FIELD) {
                update.apply(field, FieldExpireCondition.ALWAYS);
            }
        }

        LiveFields.reportExpired(call, key, expired);
        if (update.changes() > 0) {
            call.keyChanged(key, update.event(), update.changes());
        }
        HashChanges.leave(call, key, entry, hash);
        if (!update.updated().isEmpty() && call.isPropagated()) {
            ByteString time = FieldTime.digits(expiration.atMillis());
            ByteString count = FieldTime.digits(fields.count());
            call.propagateAs(withFields(call.request(), fields, HPEXPIREAT_NAME, key, time, FIELDS, count));
        } else {
            call.preventPropagation();
        }
    }

    private static void getAndPersist(
            CommandCall call, ByteString key, KeyEntry entry, FieldList fields, boolean persist) {
        HashValue hash = Database.require(entry, HashValue.class);
        int expired = LiveFields.deleteQuietly(call, key, hash, fields.first(), 1);
        int persisted = 0;
        call.reply().array(fields.count());
        while (call.args().hasNext()) {
            int at = LiveFields.peek(call, hash, call.args().next());
            HashReadCommands.writeValueAt(call.reply(), hash, at);
            if (persist && at != HashValue.NO_FIELD && hash.expireAtMillis(at) != HashValue.NO_EXPIRE) {
                hash.persist(at);
                persisted++;
            }
        }

        LiveFields.reportExpired(call, key, expired);
        if (persisted > 0) {
            call.keyChanged(key, KeyEvent.HPERSIST, persisted);
        }
        HashChanges.leave(call, key, entry, hash);
        if (persisted > 0 && call.isPropagated()) {
            ByteString count = FieldTime.digits(fields.count());
            call.propagateAs(withFields(call.request(), fields, HPERSIST_NAME, key, FIELDS, count));
        }
    }

    static final CommandSpec HSETEX = spec("hsetex")
            .arity(-6)
            .flags(WRITE, DENYOOM, FAST)
            .keys(KeySpec.key(1, RW, UPDATE))
            .summary("Sets fields of a hash and their time to live, if all of them exist or none does if wanted.")
            .syntax("key:key [(condition: fnx=FNX | fxx=FXX)] [(expiration: EX seconds:integer | PX"
                    + " milliseconds:integer | EXAT unix-time-seconds:unix-time | PXAT"
                    + " unix-time-milliseconds:unix-time | keepttl=KEEPTTL)] FIELDS {fields: numfields:integer"
                    + " {data: field:string value:string}...}")
            .handler(FieldValueExpireCommands::hsetex);

    private static void hsetex(CommandCall call) {
        ByteString key = call.args().next();
        HsetexOptions options = HsetexOptions.parse(call);
        int first = call.args().position();

        KeyEntry found = call.db().writeEntry(key, HashValue.class);
        HashValue before = found == null ? null : Database.require(found, HashValue.class);
        if (!isMet(call, key, before, options, first)) {
            call.reply().integer(0);
            if (found != null && before != null) {
                HashChanges.leave(call, key, found, before);
            }
            return;
        }

        set(call, key, found, options, first);

        call.reply().integer(1);
    }

    /** Looks no further than the first field that decides; expired ones met on the way are deleted. */
    private static boolean isMet(
            CommandCall call, ByteString key, @Nullable HashValue hash, HsetexOptions options, int first) {
        Request request = call.request();
        boolean met = true;
        int expired = 0;
        int last = options.fnx() || options.fxx() ? request.count() : first;
        for (int i = first; met && i < last; i += 2) {
            ByteString field = request.arg(i);
            expired += hash == null ? 0 : LiveFields.deleteQuietly(call, key, hash, field);
            boolean exists = hash != null && LiveFields.peek(call, hash, field) != HashValue.NO_FIELD;
            met = exists ? !options.fnx() : !options.fxx();
        }
        LiveFields.reportExpired(call, key, expired);
        return met;
    }

    private static void set(
            CommandCall call, ByteString key, @Nullable KeyEntry entry, HsetexOptions options, int first) {
        Request request = call.request();
        FieldExpiration expiration = options.expiration();
        HashValue hash = HashChanges.withRoomFor(call, entry, first);
        if (expiration != null) {
            hash = hash.withExpiries();
        }
        FieldExpiryUpdate update =
                new FieldExpiryUpdate(call, key, hash, expiration == null ? 0 : expiration.atMillis());
        for (int i = first; i < request.count(); i += 2) {
            hash.put(request.arg(i).bytes(), request.arg(i + 1).bytes(), expiration != null || options.keepTtl());
            if (expiration != null) {
                update.apply(request.arg(i), FieldExpireCondition.ALWAYS);
            }
        }

        storeUnlessEmpty(call, key, entry, hash);
        call.keyChanged(key, KeyEvent.HSET, (request.count() - first) / 2);
        if (update.changes() > 0) {
            call.keyChanged(key, update.event(), 0);
        }
        if (hash.fieldCount() == 0) {
            call.keyChanged(key, KeyEvent.DEL, 0);
        }
        propagate(call, expiration, update, first);
    }

    private static void storeUnlessEmpty(CommandCall call, ByteString key, @Nullable KeyEntry entry, HashValue hash) {
        if (hash.fieldCount() > 0) {
            HashChanges.store(call, key, call.db().hash(key), entry, hash);
        } else if (entry != null) {
            call.db().remove(entry);
        }
    }

    /** With the moment at which the fields expire; HDELs say all that is to say of a moment that has passed. */
    private static void propagate(
            CommandCall call, @Nullable FieldExpiration expiration, FieldExpiryUpdate update, int first) {
        if (update.deleted() > 0) {
            call.preventPropagation();
        } else if (expiration != null && !expiration.asGiven() && call.isPropagated()) {
            call.propagateAs(withAbsoluteTime(call.request(), expiration, first));
        }
    }

    private static ByteString[] withAbsoluteTime(Request request, FieldExpiration expiration, int first) {
        ByteString[] form = new ByteString[request.count()];
        for (int i = 0; i < form.length; i++) {
            form[i] = request.arg(i);
        }
        for (int i = 2; i < first; i++) {
            ByteString word = request.arg(i);
            if (word.equalsIgnoreCase("ex") || word.equalsIgnoreCase("px") || word.equalsIgnoreCase("exat")) {
                form[i] = PXAT;
                form[i + 1] = FieldTime.digits(expiration.atMillis());
            }
        }
        return form;
    }
}
