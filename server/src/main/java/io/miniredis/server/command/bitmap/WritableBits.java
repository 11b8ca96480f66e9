package io.miniredis.server.command.bitmap;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.RawString;
import io.miniredis.datastructures.Strings;
import io.miniredis.server.keyspace.Database;

/**
 * A string whose bits are about to be written: its bytes are its own.
 *
 * @param string in the keyspace already
 * @param grown true if it was not there before, or not as long
 */
record WritableBits(RawString string, boolean grown) {
    /** Looks a string up, makes it if it is not there, and fills it up with zeros (lookupStringForBitCommand). */
    static WritableBits lookUp(Database db, ByteString key, int neededBytes) {
        int hash = db.hash(key);
        KeyEntry entry = db.writeStringEntry(key, hash);
        if (entry == null) {
            RawString zeros = RawString.owning(new byte[neededBytes]);
            db.add(key, hash, zeros);
            return new WritableBits(zeros, true);
        }
        RawString string = Strings.writable(entry.value());
        int before = string.length();
        string.growTo(neededBytes);
        entry.value(string);
        return new WritableBits(string, string.length() > before);
    }
}
