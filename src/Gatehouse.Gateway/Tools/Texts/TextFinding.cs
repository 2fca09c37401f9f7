namespace Gatehouse.Gateway.Tools.Texts;

/// <summary>Something in a definition's texts that a person should see before an agent does.</summary>
/// <param name="Flaw">What it is.</param>
/// <param name="Place">JSON pointer of the text in the definition; of a member's name that of the member.</param>
/// <param name="Excerpt">The words around it, at most 120 characters. Hostile text: escape it wherever it is shown.</param>
public sealed record TextFinding(TextFlaw Flaw, string Place, string Excerpt)
{
    /// <summary>Whether it keeps the tool from being accepted before a person has looked.</summary>
    public bool Blocks => Flaw.Blocks();
}
