package io.miniredis.cluster;

/** The form of ids. */
final class NodeIds {
    private NodeIds() {}

    /** True for 40 characters that are digits or small letters (verifyClusterNodeId). */
    static boolean isValid(String id) {
        if (id.length() != ClusterNode.ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}
