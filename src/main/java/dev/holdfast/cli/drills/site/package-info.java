/**
 * The cluster that is drilled: a PostgreSQL and nodes in processes of their own, started, ended and
 * killed by hand. Start with {@link dev.holdfast.cli.drills.site.Site}.
 */
@NullMarked
package dev.holdfast.cli.drills.site;

import org.jspecify.annotations.NullMarked;
