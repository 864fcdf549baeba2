/** Services that talk, loaded as one folder by a test. */
@NullMarked
package talk;

import org.jspecify.annotations.NullMarked;
