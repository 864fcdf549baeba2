/** How versions of services fare on this node: what a rollback by itself is decided by. */
@NullMarked
package dev.holdfast.services.health;

import org.jspecify.annotations.NullMarked;
