using Gatehouse.Api;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Gatehouse.Control.Storage;

/// <summary>Enums are stored by the words that the API writes, so that a database can be read without the code.</summary>
/// <remarks>A word that this version does not know reads as the first member, which is the safe one.</remarks>
internal sealed class WordStorage<T>() : ValueConverter<T, string>(value => Words<T>.Of(value), word => Words<T>.Find(word) ?? default)
    where T : struct, Enum;
