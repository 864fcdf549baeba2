/** What nodes tell each other about deployments, beside the journal. */
@NullMarked
package dev.holdfast.journal.deployments;

import org.jspecify.annotations.NullMarked;
