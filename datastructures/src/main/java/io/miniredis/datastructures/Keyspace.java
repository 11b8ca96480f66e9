package io.miniredis.datastructures;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one database: a {@link Dict} of all of them and an index of those that expire.
 *
 * <p>It knows no clock: an expired key is a key like any other until its owner removes it. Belongs to the main thread.
 *
 * <p>An entry is exchanged for another object when its key gets its first time to live or loses it; {@link #expireAt}
 * and {@link #persist} return the one that counts from then on.
 */
public final class Keyspace {
    private final SipHash hash;
    private final Dict<KeyEntry> dict = new Dict<>();
    private final VolatileIndex volatileKeys = new VolatileIndex();
    private final FieldExpiryIndex fieldExpiries = new FieldExpiryIndex();
    private int epoch;
    private final SizeLedger sizes = new SizeLedger();

    /** Null unless the server is a node of a cluster. */
    private final @Nullable SlotIndex slots;

    public Keyspace(SipHash hash) {
        this(hash, null);
    }

    /** @param slots an empty index to be kept of the keys of each hash slot; null for none */
    public Keyspace(SipHash hash, @Nullable SlotIndex slots) {
        this.hash = hash;
        this.slots = slots;
    }

    /** The {@link KeyEntry#epoch} that new entries are born with. */
    public int epoch() {
        return epoch;
    }

    public void epoch(int newEpoch) {
        epoch = newEpoch;
    }

    public int hash(byte[] key) {
        return hash.hash(key);
    }

    public @Nullable KeyEntry find(byte[] key) {
        return dict.find(key, hash.hash(key));
    }

    /** {@link #find(byte[])} for those who have the hash already. */
    public @Nullable KeyEntry find(byte[] key, int keyHash) {
        return dict.find(key, keyHash);
    }

    /** Adds a key that is not here yet; the caller has looked. The key's array is given away. */
    public KeyEntry insert(byte[] key, int keyHash, Object value, int lru) {
        KeyEntry entry = slots == null
                ? new KeyEntry(key, keyHash, value, lru, epoch)
                : new SlotKeyEntry(key, keyHash, value, lru, epoch);
        insert(entry);
        entered(key, value);
        return entry;
    }

    /** Adds a key that is not here yet, with a time to live. The key's array is given away. */
    public VolatileKeyEntry insert(byte[] key, int keyHash, Object value, int lru, long expireAtMillis) {
        VolatileKeyEntry entry = slots == null
                ? new VolatileKeyEntry(key, keyHash, value, lru, epoch, expireAtMillis)
                : new VolatileSlotKeyEntry(key, keyHash, value, lru, epoch, expireAtMillis);
        volatileKeys.makeRoom();
        insert(entry);
        volatileKeys.add(entry);
        entered(key, value);
        return entry;
    }

    private void insert(KeyEntry entry) {
        if (slots != null) {
            slots.makeRoom();
        }
        dict.insert(entry);
        if (slots != null) {
            slots.add(entry);
        }
        sizes.added(entry);
    }

    /** Sets the value of a key, new (with an lru of 0) or old (its time to live and lru stay as they are). */
    public KeyEntry put(byte[] key, Object value) {
        int keyHash = hash.hash(key);
        KeyEntry entry = dict.find(key, keyHash);
        if (entry == null) {
            return insert(key, keyHash, value, 0);
        }
        value(entry, value);
        return entry;
    }

    /** Gives an entry another value, which may be of any type. */
    public void value(KeyEntry entry, Object value) {
        left(entry);
        sizes.valueChanges(entry, value);
        entry.value(value);
        entered(entry.key, value);
    }

    /** Gives an entry another value, which may be of any type; a string may be written over the one before. */
    public void rewrite(KeyEntry entry, Object value) {
        if (!Strings.overwrite(entry.value(), value)) {
            value(entry, value);
        }
    }

    /** A hash was changed, and the times at which its fields expire may be others now. */
    public void fieldsChanged(KeyEntry entry, HashValue hash) {
        fieldExpiries.refresh(entry.key, hash);
    }

    /** The hashes with fields that expire. */
    public FieldExpiryIndex fieldExpiries() {
        return fieldExpiries;
    }

    private void entered(byte[] key, Object value) {
        if (value instanceof HashValue hash && hash.hasExpiringFields()) {
            fieldExpiries.refresh(key, hash);
        }
    }

    private void left(KeyEntry entry) {
        if (entry.value() instanceof HashValue hash) {
            fieldExpiries.remove(entry.key, hash);
        }
    }

    /** Takes a key out and returns its entry, null if there was none. */
    public @Nullable KeyEntry remove(byte[] key) {
        return remove(key, hash.hash(key));
    }

    /** {@link #remove(byte[])} for those who have the hash already. */
    public @Nullable KeyEntry remove(byte[] key, int keyHash) {
        KeyEntry entry = dict.remove(key, keyHash);
        if (entry instanceof VolatileKeyEntry leaving) {
            volatileKeys.remove(leaving);
        }
        if (entry != null) {
            if (slots != null) {
                slots.remove(entry);
            }
            left(entry);
            sizes.removed(entry);
        }
        return entry;
    }

    /** Lets the key expire at this time (milliseconds since 1970); returns the entry that now stands for it. */
    public KeyEntry expireAt(KeyEntry entry, long whenMillis) {
        if (entry instanceof VolatileKeyEntry already) {
            already.expireAtMillis = whenMillis;
            return already;
        }
        VolatileKeyEntry successor = slots == null
                ? new VolatileKeyEntry(entry.key, entry.hash, entry.value(), entry.lru(), entry.epoch(), whenMillis)
                : new VolatileSlotKeyEntry(
                        entry.key, entry.hash, entry.value(), entry.lru(), entry.epoch(), whenMillis);
        volatileKeys.makeRoom();
        exchange(entry, successor);
        volatileKeys.add(successor);
        return successor;
    }

    /** Takes the key's time to live away; returns the entry that now stands for it. */
    public KeyEntry persist(KeyEntry entry) {
        if (!(entry instanceof VolatileKeyEntry leaving)) {
            return entry;
        }
        KeyEntry successor = slots == null
                ? new KeyEntry(entry.key, entry.hash, entry.value(), entry.lru(), entry.epoch())
                : new SlotKeyEntry(entry.key, entry.hash, entry.value(), entry.lru(), entry.epoch());
        exchange(entry, successor);
        volatileKeys.remove(leaving);
        return successor;
    }

    private void exchange(KeyEntry entry, KeyEntry successor) {
        dict.replace(entry, successor);
        if (slots != null) {
            slots.exchange(entry, successor);
        }
        sizes.exchanged(entry, successor);
    }

    /** The keys of each hash slot; null unless the server is a node of a cluster. */
    public @Nullable SlotIndex slots() {
        return slots;
    }

    public int size() {
        return dict.size();
    }

    /** How many keys have a time to live. */
    public int volatileCount() {
        return volatileKeys.size();
    }

    /**
     * The entry at a place of the index, 0 to {@link #volatileCount()} - 1. When one is removed the last takes its
     * place: a loop that removes walks downwards, or stays where it is.
     */
    public VolatileKeyEntry volatileAt(int index) {
        return volatileKeys.at(index);
    }

    /** A key chosen as {@link Dict#fairRandomEntry} does, null if there is none. */
    public @Nullable KeyEntry randomEntry(RandomSource random) {
        return dict.fairRandomEntry(random);
    }

    /** One of the keys with a time to live, all equally likely; null if there is none. */
    public @Nullable VolatileKeyEntry randomVolatile(RandomSource random) {
        return volatileKeys.size() == 0 ? null : volatileKeys.at(random.nextInt(volatileKeys.size()));
    }

    /** One step of a SCAN: see {@link Dict#scan}. */
    public long scan(long cursor, Consumer<? super KeyEntry> visitor) {
        return dict.scan(cursor, visitor);
    }

    /** Begins to go through all keys between other work: see {@link DictWalk}. */
    public DictWalk<KeyEntry> walk() {
        return new DictWalk<>(dict);
    }

    /** Visits all keys; the visitor must not add or remove any. */
    public void forEach(Consumer<? super KeyEntry> visitor) {
        dict.forEach(visitor);
    }

    public void clear() {
        dict.clear();
        if (slots != null) {
            slots.clear();
        }
        volatileKeys.clear();
        fieldExpiries.clear();
        sizes.clear();
    }

    /**
     * To be called before a value is changed in place or an entry is given another one directly, so that {@link
     * #sizeBytes} stays true. Nothing more has to be said when that is done.
     */
    public void changing(KeyEntry entry) {
        sizes.changing(entry);
    }

    /** Bytes of heap, estimated, of all keys, their values and what holds them together. Takes constant time. */
    public long sizeBytes() {
        return sizes.total() + dict.tableBytes() + (slots == null ? 0 : slots.tableBytes());
    }

    /** Bytes of heap of what holds the keys together: the table and the entries, without keys and values. */
    public long overheadBytes() {
        return dict.tableBytes()
                + (long) dict.size() * KeyEntry.ENTRY_BYTES
                + (long) volatileCount() * VolatileKeyEntry.ADDITIONAL_BYTES
                + (slots == null ? 0 : slots.tableBytes() + (long) dict.size() * SlotIndex.ADDITIONAL_BYTES);
    }

    /** The table behind it, for statistics, resizing and sampling: keys are added and removed here, not there. */
    public Dict<KeyEntry> dict() {
        return dict;
    }

    @Override
    public String toString() {
        return "Keyspace[keys=" + size() + ", expires=" + volatileCount() + "]";
    }
}
