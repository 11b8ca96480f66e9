package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import org.jspecify.annotations.Nullable;

/** What a text parameter may hold. (Redis: the isValid… functions of config.c.) */
enum TextRule {
    ANYTHING,
    FILE_NAME,
    FILE_NAME_NOT_EMPTY,
    DIRECTORY_NAME_NOT_EMPTY,
    HOST_NAME,
    NODE_NAME,
    TITLE_TEMPLATE;

    private static final int HOST_NAME_LIMIT = 256;
    private static final String TITLE_VARIABLES =
            " title listen-addr server-mode port tls-port unixsocket config-file ";
    private static final String TITLE_VARIABLES_MAYBE_EMPTY = " title server-mode unixsocket ";
    /** What cannot stand in a line of nodes.conf unquoted. */
    private static final String FORBIDDEN_IN_NODE_NAMES = "!#$%&()*+:;<>?@[]^{|}~";

    /** Why the value cannot be that of the parameter, or null. */
    @Nullable
    String refusal(String parameter, ByteString value) {
        return switch (this) {
            case ANYTHING -> null;
            case FILE_NAME -> notBaseName(parameter, "filename", value);
            case FILE_NAME_NOT_EMPTY -> emptyOrNotBaseName(parameter, "filename", value);
            case DIRECTORY_NAME_NOT_EMPTY -> emptyOrNotBaseName(parameter, "dirname", value);
            case HOST_NAME -> notHostName(value);
            case NODE_NAME -> notNodeName(value);
            case TITLE_TEMPLATE ->
                isTitleTemplate(value.utf8()) ? null : "template format is invalid or contains unknown variables";
        };
    }

    private static @Nullable String emptyOrNotBaseName(String parameter, String kind, ByteString value) {
        return value.isEmpty() ? parameter + " can't be empty" : notBaseName(parameter, kind, value);
    }

    private static @Nullable String notBaseName(String parameter, String kind, ByteString value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.byteAt(i) == '/' || value.byteAt(i) == '\\') {
                return parameter + " can't be a path, just a " + kind;
            }
        }
        return null;
    }

    private static @Nullable String notHostName(ByteString value) {
        if (value.length() >= HOST_NAME_LIMIT) {
            return "Hostnames must be less than " + HOST_NAME_LIMIT + " characters";
        }
        for (int i = 0; i < value.length(); i++) {
            byte b = value.byteAt(i);
            if (!isLetterOrDigit(b) && b != '-' && b != '.') {
                return "Hostnames may only contain alphanumeric characters, hyphens or dots";
            }
        }
        return null;
    }

    private static @Nullable String notNodeName(ByteString value) {
        for (int i = 0; i < value.length(); i++) {
            if (FORBIDDEN_IN_NODE_NAMES.indexOf(value.byteAt(i)) >= 0) {
                return "Announced human node name contained invalid character";
            }
        }
        return null;
    }

    private static boolean isLetterOrDigit(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }

    /**
     * Text with variables in braces, where a doubled brace is a brace. It must come out as something: a template of
     * nothing but blanks and of variables that can be empty is refused. (Redis: sdstemplate,
     * validateProcTitleTemplate.)
     */
    private static boolean isTitleTemplate(String template) {
        boolean substance = false;
        int at = 0;
        while (at < template.length()) {
            if (template.charAt(at) != '{') {
                substance |= template.charAt(at) != ' ';
                at++;
            } else if (template.startsWith("{{", at)) {
                substance = true;
                at += 2;
            } else {
                int end = template.indexOf('}', at);
                String variable = end < 0 ? "" : " " + template.substring(at + 1, end) + " ";
                if (variable.isBlank() || !TITLE_VARIABLES.contains(variable)) {
                    return false;
                }
                substance |= !TITLE_VARIABLES_MAYBE_EMPTY.contains(variable);
                at = end + 1;
            }
        }
        return substance;
    }
}
