package io.miniredis.compat.script;

/** A version of Redis. */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
    /** {@code 7.2} or {@code 7.0.15}. */
    public static Version parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException("not a version: " + text);
        }
        int patch = parts.length == 3 ? Integer.parseInt(parts[2]) : 0;
        return new Version(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), patch);
    }

    @Override
    public int compareTo(Version other) {
        int order = Integer.compare(major, other.major);
        order = order != 0 ? order : Integer.compare(minor, other.minor);
        return order != 0 ? order : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
