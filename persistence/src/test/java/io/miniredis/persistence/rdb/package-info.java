@NullMarked
package io.miniredis.persistence.rdb;

import org.jspecify.annotations.NullMarked;
