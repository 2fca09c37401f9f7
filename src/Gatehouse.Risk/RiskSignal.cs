namespace Gatehouse.Risk;

/// <summary>Why a level is what it is.</summary>
/// <param name="Name">One of the words of the signal table, like <c>secret</c>.</param>
/// <param name="Evidence">Where it was seen and which words, like <c>argument `apiKey`</c>.</param>
public sealed record RiskSignal(string Name, string Evidence);
