package io.geodesy.spectral;

import io.geodesy.table.RowIds;
import java.io.Serializable;

/**
 * The leading eigenpairs of a connected component that one task solved.
 *
 * @param component its number
 * @param ids of its rows, ascending
 * @param diagonals of the operator on them
 * @param pairs in their order
 */
public record ComponentPairs(
    int component, RowIds ids, OperatorDiagonals diagonals, Eigenpairs pairs)
    implements Serializable {}
