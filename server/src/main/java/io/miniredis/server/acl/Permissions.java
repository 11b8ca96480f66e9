package io.miniredis.server.acl;

/**
 * What a user may do, or one of its selectors, as rules, one char a byte.
 *
 * @param commands {@code +@all -keys}
 * @param keys {@code ~a* %R~b*}
 * @param channels {@code &news.*}
 */
public record Permissions(String commands, String keys, String channels) {}
