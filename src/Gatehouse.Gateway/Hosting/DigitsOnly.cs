using System.Text;

namespace Gatehouse.Gateway.Hosting;

/// <summary>Reads a Content-Length that is anything but digits as something that no server takes for a number.</summary>
/// <remarks>SECURITY: the web server reads <c>+3</c> as 3; a proxy in front of it may not.</remarks>
public sealed class DigitsOnly : Encoding
{
    /// <summary>The one.</summary>
    public static readonly DigitsOnly Instance = new();

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
        {
            var octet = bytes[byteIndex + i];
            chars[charIndex + i] = char.IsAsciiDigit((char)octet) ? (char)octet : 'x';
        }

        return byteCount;
    }

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => charCount;

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => byteCount;
}
