namespace Gatehouse.Control.Storage;

/// <summary>Whether the parts of one request may write. SECURITY: the database itself refuses what a reader tries to change.</summary>
/// <remarks>ORDER: said before anything else of the scope is asked for; a connection stays what it was opened as.</remarks>
internal sealed class StoreAccess
{
    public bool IsReadOnly { get; set; }
}
