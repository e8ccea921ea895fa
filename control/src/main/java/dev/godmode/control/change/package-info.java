/** What attempts changed in repositories: kept, shown, and merged by a yes to exactly that. */
@NullMarked
package dev.godmode.control.change;

import org.jspecify.annotations.NullMarked;
