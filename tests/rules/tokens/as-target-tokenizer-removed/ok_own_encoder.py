# versions: transformers==5.23.0 trl==1.16.0
class Encoder:
    def encode_plus(self, text):
        return [ord(letter) for letter in text]


encoder = Encoder()
print(encoder.encode_plus("hello"))
