namespace Gatehouse.Control.Routes;

/// <summary>An answer that is written while it is made.</summary>
/// <param name="ContentType">Its kind.</param>
/// <param name="WriteAsync">Writes it; false where it could not be finished: then the connection is cut, so that nobody takes a part for the whole.</param>
internal sealed record StreamedAnswer(string ContentType, Func<Stream, CancellationToken, Task<bool>> WriteAsync)
{
    /// <summary>Name of the file that a browser saves it as; null for what is no file.</summary>
    /// <value>Letters, digits, dots and dashes.</value>
    public string? FileName { get; init; }

    /// <summary>Given back when the answer ends, or never begins.</summary>
    public IDisposable? Place { get; init; }
}
