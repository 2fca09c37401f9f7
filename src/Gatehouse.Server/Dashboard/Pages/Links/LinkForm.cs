using System.Collections.Immutable;

namespace Gatehouse.Server.Dashboard.Pages.Links;

/// <summary>What a page that a link opens asks for.</summary>
/// <param name="Path">Where the page is, and where it sends its form.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Text">A sentence or two.</param>
/// <param name="Fields">What is typed, in order.</param>
/// <param name="Button">What the button says.</param>
public sealed record LinkForm(string Path, string Title, string Text, ImmutableArray<LinkField> Fields, string Button);

/// <summary>One input.</summary>
/// <param name="Name">Its name in the form.</param>
/// <param name="Label">What people read.</param>
/// <param name="Type"><c>text</c>, <c>email</c> or <c>password</c>.</param>
/// <param name="Autocomplete">What browsers and password managers may fill in.</param>
/// <param name="Hint">What else to know; null for nothing.</param>
public sealed record LinkField(string Name, string Label, string Type, string Autocomplete, string? Hint = null);
