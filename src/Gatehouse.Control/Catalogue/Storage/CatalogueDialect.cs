using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Policy;

namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>What one kind of database does in its own way: connections, the schema, the search in texts. All else is the same SQL.</summary>
/// <remarks>Statements have parameters <c>$1</c>, <c>$2</c> …; numbers are 64 bits, times are Unix seconds.</remarks>
internal abstract class CatalogueDialect
{
    /// <summary>The steps from nothing to the schema of today, forward only.</summary>
    public abstract ImmutableArray<string> Steps { get; }

    /// <summary>Whether a connection that is disposed goes back to a pool, which replaces those that broke.</summary>
    public abstract bool IsPooled { get; }

    /// <summary>Name of the parameter that stands for <c>$number</c>; empty where parameters are taken by their place.</summary>
    public abstract string ParameterName(int number);

    /// <summary>A value as the database takes it.</summary>
    public virtual object Value(object? value) => value ?? DBNull.Value;

    /// <summary>Makes the place for the tables where it is not there yet.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>An open connection with everything set.</summary>
    public abstract DbConnection Open(bool isForWriting);

    /// <summary>Begins a transaction; one that writes waits for the others here and not later.</summary>
    public abstract DbTransaction Begin(DbConnection connection, bool isForWriting);

    /// <summary>Makes a tool or server findable by its words.</summary>
    public abstract void Index(CatalogueSession session, in IndexedText text);

    /// <summary>Takes it out again.</summary>
    public abstract void Forget(CatalogueSession session, TextKind kind, long rank);

    /// <summary>Ranks of what has the words, lowest first.</summary>
    public abstract List<long> Find(CatalogueSession session, in TextQuery query);

    /// <summary>What an error says to whoever starts the server.</summary>
    public abstract Fault Unusable(DbException failed);
}

/// <summary>What is searched.</summary>
internal enum TextKind : byte
{
    Tool = 0,
    Server,
}

/// <summary>The words of one tool or server.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Rank">Its place in every list, lowest first.</param>
/// <param name="Names">Names, split into words.</param>
/// <param name="Words">Description.</param>
/// <param name="Tags">Own words, like <c>sigbulk</c>, joined by blanks.</param>
internal readonly record struct IndexedText(TextKind Kind, long Rank, string Names, string Words, string Tags);

/// <summary>Where words are to stand.</summary>
internal enum TextTier : byte
{
    /// <summary>All of them in names.</summary>
    Names = 0,

    /// <summary>Anywhere, but not all of them in names.</summary>
    Rest,
}

/// <summary>One look into the texts.</summary>
internal readonly record struct TextQuery
{
    public required TextKind Kind { get; init; }

    /// <summary>Plain words: letters and digits only. May be empty.</summary>
    public required ImmutableArray<string> Words { get; init; }

    /// <summary>Own words that must all be there.</summary>
    public required ImmutableArray<string> Tags { get; init; }

    public TextTier Tier { get; init; }

    /// <summary>Ranks above this one.</summary>
    public long After { get; init; }

    /// <summary>Ranks up to this one.</summary>
    public required long Last { get; init; }

    /// <summary>At most so many.</summary>
    public required int Count { get; init; }
}
